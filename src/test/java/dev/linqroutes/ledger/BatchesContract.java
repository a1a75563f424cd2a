package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.BatchesRig.batch;
import static dev.linqroutes.ledger.BatchesRig.creates;
import static dev.linqroutes.ledger.BatchesRig.origin;
import static dev.linqroutes.ledger.BatchesRig.part;
import static dev.linqroutes.ledger.BatchesRig.row;
import static dev.linqroutes.ledger.LedgerContract.accepted;
import static dev.linqroutes.ledger.LedgerContract.command;
import static dev.linqroutes.ledger.LedgerContract.create;
import static dev.linqroutes.ledger.LedgerContract.fault;
import static dev.linqroutes.ledger.LedgerContract.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.zaxxer.hikari.HikariDataSource;
import dev.linqroutes.testing.TestClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger promises of files, whichever database it stands on. */
abstract class BatchesContract {
    private final TestClock clock = new TestClock();
    private final Settlement.Settings settling = new Settlement.Settings(false, Duration.ofMinutes(1), false);
    private BatchesRig here;
    private BatchesRig elsewhere;

    /** JDBC URL of a new, empty database. */
    abstract String freshDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        here = new BatchesRig(freshDatabase(), clock, settling);
        elsewhere = here.another();
    }

    @AfterEach
    void close() {
        here.close();
    }

    // A file is read

    @Test
    void a_file_is_read_by_one_instance_at_a_time() {
        assertThat(here.intake.claim(batch("a"))).isEqualTo(Claim.TAKEN);

        assertThat(elsewhere.intake.claim(batch("a"))).isEqualTo(Claim.ELSEWHERE);
        assertThat(here.intake.claim(batch("a"))).isEqualTo(Claim.ELSEWHERE);
        assertThat(elsewhere.intake.claim(batch("b"))).isEqualTo(Claim.TAKEN);
    }

    @Test
    void of_many_that_claim_a_file_at_once_one_gets_it() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<Claim>> claims = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            BatchIntake intake = i % 2 == 0 ? here.intake : elsewhere.intake;
            claims.add(pool.submit(() -> intake.claim(batch("a"))));
        }
        pool.shutdown();
        List<Claim> answers = new ArrayList<>();
        for (Future<Claim> claim : claims) {
            answers.add(claim.get());
        }

        assertThat(answers).containsOnlyOnce(Claim.TAKEN).contains(Claim.ELSEWHERE);
    }

    @Test
    void what_a_dead_reader_has_stored_is_gone_when_another_takes_over() {
        here.intake.claim(batch("a"));
        here.intake.store(part("a", 1));
        here.intake.store(part("a", 2));
        clock.pass(BatchesRig.LEASE.plusSeconds(1));

        elsewhere.read("a", 1);

        assertThat(elsewhere.state("a").rows()).isEqualTo(BatchesRig.ROWS);
    }

    @Test
    void a_reader_that_goes_on_storing_keeps_its_file() {
        here.intake.claim(batch("a"));
        for (int number = 1; number <= 3; number++) {
            clock.pass(BatchesRig.LEASE.dividedBy(2));
            here.intake.store(part("a", number));
        }

        assertThat(elsewhere.intake.claim(batch("a"))).isEqualTo(Claim.ELSEWHERE);
    }

    @Test
    void a_reader_that_comes_back_after_another_took_over_can_neither_store_nor_end_nor_discard() {
        here.intake.claim(batch("a"));
        here.intake.store(part("a", 1));
        clock.pass(BatchesRig.LEASE.plusSeconds(1));
        assertThat(elsewhere.intake.claim(batch("a"))).isEqualTo(Claim.TAKEN);
        elsewhere.intake.store(part("a", 1));

        assertThatThrownBy(() -> here.intake.store(part("a", 2)))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("another instance has taken over");
        assertThatThrownBy(() -> here.intake.store(part("a", 1)))
                .hasMessageContaining("another instance has taken over");
        assertThatThrownBy(() -> here.intake.read("f-a")).hasMessageContaining("another instance has taken over");
        assertThatThrownBy(() -> here.intake.discard("f-a")).hasMessageContaining("another instance has taken over");
        here.intake.giveUp("f-a");

        elsewhere.intake.store(part("a", 2));
        elsewhere.intake.read("f-a");
        assertThatThrownBy(() -> here.intake.store(part("a", 3)))
                .hasMessageContaining("another instance has taken over");
        assertThat(here.state("a").rows()).isEqualTo(2L * BatchesRig.ROWS);
    }

    @Test
    void a_reader_that_gave_its_file_up_may_begin_anew_and_so_may_another() {
        here.intake.claim(batch("a"));
        here.intake.store(part("a", 1));
        here.intake.giveUp("f-a");
        assertThat(here.intake.claim(batch("a"))).isEqualTo(Claim.TAKEN);
        here.intake.giveUp("f-a");

        elsewhere.read("a", 1);
    }

    @Test
    void a_part_stored_twice_by_its_reader_is_stored_once() {
        here.intake.claim(batch("a"));
        here.intake.store(part("a", 1));
        here.intake.store(part("a", 1));
        here.intake.read("f-a");

        assertThat(here.state("a").rows()).isEqualTo(BatchesRig.ROWS);
    }

    @Test
    void several_threads_store_the_parts_of_a_file_in_any_order() throws Exception {
        here.intake.claim(batch("a"));
        ExecutorService pool = Executors.newFixedThreadPool(3);
        List<Future<?>> stored = new ArrayList<>();
        for (int number = 30; number > 0; number--) {
            BatchPart part = part("a", number);
            stored.add(pool.submit(() -> here.intake.store(part)));
        }
        pool.shutdown();
        for (Future<?> each : stored) {
            each.get();
        }
        here.intake.read("f-a");

        assertThat(here.state("a").rows()).isEqualTo(30L * BatchesRig.ROWS);
    }

    @Test
    void a_file_of_which_a_part_is_missing_is_not_read() {
        here.intake.claim(batch("a"));
        here.intake.store(part("a", 2));

        assertThatThrownBy(() -> here.intake.read("f-a")).hasMessageContaining("1 of its parts were not stored");
        assertThat(here.release.find()).isEmpty();
    }

    @Test
    void a_file_that_was_read_before_is_known_and_its_results_go_where_it_lies_now() {
        here.read("a", 1);

        assertThat(elsewhere.intake.claim(new Batch("f-a", "again.csv", "again-1", "sha of a")))
                .isEqualTo(Claim.KNOWN);

        BatchState state = here.state("a");
        assertThat(state.status()).isEqualTo("working");
        assertThat(state.batch().stem()).isEqualTo("again-1");
        assertThat(state.batch().file()).isEqualTo("again.csv");
    }

    @Test
    void of_files_that_are_shorter_than_another_those_are_told_that_were_sent_or_are() {
        sent("short", 100);
        sent("long", 200);
        here.intake.claim(batchOf("read", 50));

        assertThat(here.states.shorterThan(200))
                .containsExactly(new ShorterBatch("f-short", "short.csv", "short", "working", 100, "content of short"));
        assertThat(elsewhere.states.shorterThan(201))
                .extracting(ShorterBatch::file)
                .hasSize(2);
        assertThat(here.states.shorterThan(100)).isEmpty();
    }

    private void sent(String name, long bytes) {
        assertThat(here.intake.claim(batchOf(name, bytes))).isEqualTo(Claim.TAKEN);
        here.intake.store(part(name, 1));
        here.intake.read("f-" + name);
    }

    private static Batch batchOf(String name, long bytes) {
        return new Batch(
                "f-" + name,
                name + ".csv",
                name,
                "sha of " + name,
                Optional.of(new FileContent(bytes, "content of " + name)));
    }

    @Test
    void a_discarded_file_is_as_if_it_had_never_come() throws Exception {
        here.intake.claim(batch("a"));
        here.intake.store(part("a", 1));
        here.intake.discard("f-a");

        assertThat(here.states.newest(10)).isEmpty();
        assertThat(here.ledger.outcomes()).isEmpty();
        elsewhere.read("a", 1);
    }

    @Test
    void a_refused_file_is_forgotten_and_its_outcome_says_why() throws Exception {
        here.intake.claim(batch("a"));
        here.intake.store(part("a", 1));
        List<String> problems =
                IntStream.range(0, 25).mapToObj(i -> "row " + i + " is bad").toList();
        here.intake.refuse("f-a", 3, 25, problems);

        assertThat(here.states.newest(10)).isEmpty();
        JsonNode outcome = here.takeSummaries().get(0);
        assertThat(outcome.get("outcome_id").asText()).isEqualTo("f-a:batch_refused");
        assertThat(outcome.get("status").asText()).isEqualTo("batch_refused");
        assertThat(outcome.get("rows").asInt()).isEqualTo(3);
        assertThat(outcome.at("/counts/refused").asInt()).isEqualTo(25);
        assertThat(outcome.get("problems")).hasSize(20);
        assertThat(outcome.at("/source/place").asText()).isEqualTo("a.csv");
        assertFitsSchema(outcome);
    }

    // Its parts are released

    @Test
    void nothing_of_a_file_is_released_before_it_was_read_to_its_end() {
        here.intake.claim(batch("a"));
        here.intake.store(part("a", 1));
        assertThat(here.release.find()).isEmpty();

        here.intake.read("f-a");

        BatchRelease.Release release = here.release.find().orElseThrow();
        assertThat(release.part()).usingRecursiveComparison().isEqualTo(part("a", 1));
        assertThat(release.batch()).isEqualTo(batch("a"));
    }

    @Test
    void a_part_comes_until_it_is_said_to_be_released_and_its_rows_are_accepted_once() throws Exception {
        here.read("a", 2);
        BatchPart part = here.release.find().orElseThrow().part();
        here.accept(creates(part));
        // The process dies here.
        BatchPart again = here.release.find().orElseThrow().part();
        assertThat(again.number()).isEqualTo(1);

        assertThat(here.accept(creates(again))).isEqualTo(new Acceptance.Accepted(0, 0, BatchesRig.ROWS));
        here.release.released(again);
        here.release.released(again);
        assertThat(here.release.find().orElseThrow().part().number()).isEqualTo(2);
        assertThat(here.ledger.workAll()).hasSize(BatchesRig.ROWS);
    }

    @Test
    void batches_take_turns_and_the_parts_of_each_go_in_order() throws Exception {
        here.read("large", 4);
        here.read("small", 1);
        List<String> released = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            here.releaseOne().ifPresent(released::add);
            here.ledger.workAll();
        }

        assertThat(released).containsExactly("large 1", "small 1", "large 2", "large 3", "large 4");
    }

    @Test
    void a_batch_with_too_many_open_commands_waits_and_the_others_go_on() throws Exception {
        here.read("a", 5);
        assertThat(here.releaseAll()).containsExactly("a 1", "a 2");
        here.read("b", 1);
        assertThat(here.releaseAll()).containsExactly("b 1");

        here.ledger.workAll();

        assertThat(here.releaseAll()).containsExactly("a 3", "a 4");
    }

    @Test
    void commands_that_wait_for_their_time_do_not_hold_up_those_behind_them() {
        here.read("a", 3);
        for (int i = 0; i < 2; i++) {
            BatchPart part = here.release.find().orElseThrow().part();
            here.accept(creates(part).stream().map(this::tomorrow).toList());
            here.release.released(part);
        }

        assertThat(here.releaseOne()).contains("a 3");
    }

    @Test
    void one_instance_releases_at_a_time_and_another_takes_over_when_it_falls_silent() {
        here.read("a", 2);
        assertThat(here.release.find()).isPresent();
        assertThat(elsewhere.release.find()).isEmpty();

        clock.pass(BatchesRig.LEASE.plusSeconds(1));
        assertThat(elsewhere.release.find()).isPresent();
        elsewhere.release.handOver();

        assertThat(here.release.find()).isPresent();
    }

    // How far it is

    @Test
    void a_batch_is_settled_when_each_of_its_rows_has_come_to_its_end() throws Exception {
        here.read("a", 1);
        assertThat(here.isSettled("a")).isFalse();
        BatchPart part = here.release.find().orElseThrow().part();
        here.accept(List.of(
                row("f-a", 2, create("c1", "order-1", 1)),
                refusal("f-a", 3, "refused", "c2"),
                tomorrow(row("f-a", 4, create("c3", "order-3", 1)))));
        here.release.released(part);
        here.ledger.workAll();
        here.states.settle();
        assertThat(here.states.settled(Set.of("f-a", "f-b"))).isEmpty();
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("accepted", 1L, "refused", 1L, "delayed", 1L));

        clock.pass(Duration.ofDays(1));
        here.delayed.release();
        here.ledger.workAll();
        here.states.settle();

        assertThat(here.isSettled("a")).isTrue();
        assertThat(here.states.settled(Set.of("f-a", "f-b"))).containsExactly("f-a");
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("accepted", 2L, "refused", 1L));
    }

    @Test
    void what_the_ledger_refuses_counts_as_refused_whether_it_is_working_or_done() throws Exception {
        here.released(
                "a",
                row("f-a", 2, create("c1", "order-1", 1)),
                row("f-a", 3, create("c1", "order-2", 1)),
                refusal("f-a", 4, "refused", "c3"));
        assertThat(here.state("a").refused()).isEqualTo(2);
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("waiting", 1L, "duplicate", 1L, "refused", 1L));

        here.ledger.workAll();
        here.states.settle();
        assertThat(here.state("a").refused()).isEqualTo(2);

        assertThat(here.finish("a")).isTrue();
        assertThat(here.state("a").status()).isEqualTo("done");
        assertThat(here.state("a").refused()).isEqualTo(2);
    }

    @Test
    void what_was_refused_when_it_was_read_counts_as_refused_before_it_is_released() {
        here.intake.claim(batch("a"));
        here.intake.store(new BatchPart("f-a", 1, 2, 4, 3, 1, new byte[1]));
        here.intake.read("f-a");

        assertThat(here.state("a").refused()).isEqualTo(1);
    }

    @Test
    void a_part_with_a_row_that_is_neither_a_command_nor_a_refusal_is_not_settled() throws Exception {
        here.read("a", 1);
        BatchPart part = here.release.find().orElseThrow().part();
        here.accept(creates(part).subList(0, 2));
        here.release.released(part);
        here.ledger.workAll();
        here.states.settle();

        assertThat(here.isSettled("a")).isFalse();
    }

    @Test
    void a_command_that_nothing_has_confirmed_yet_is_open() throws Exception {
        here.close();
        here = new BatchesRig(freshDatabase(), clock, new Settlement.Settings(true, Duration.ofMinutes(1), false));
        here.read("a", 1);
        here.releaseAll();
        here.ledger.workAll();
        here.states.settle();

        assertThat(here.isSettled("a")).isFalse();
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("confirming", 3L));
    }

    @Test
    void what_is_settled_is_not_counted_again() throws Exception {
        here.read("a", 3);
        here.releaseOne();
        here.ledger.workAll();
        here.states.settle();
        here.releaseOne();
        // No longer looked at: the kept counts are what is told.
        here.ledger
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute("UPDATE command SET row_no = -1 WHERE row_no < 5"));

        BatchState state = here.state("a");

        assertThat(state.byStatus()).isEqualTo(Map.of("accepted", 3L, "waiting", 3L));
        assertThat(state.rows()).isEqualTo(9);
        assertThat(state.released()).isEqualTo(6);
    }

    @Test
    void a_batch_is_found_by_its_id_or_how_that_begins_or_by_the_name_of_its_file() {
        here.read("aa", 1);
        // As an empty variable in a script would.
        assertThat(here.states.find("")).isEmpty();
        assertThat(here.states.find("f-")).isEmpty();
        clock.pass(Duration.ofSeconds(1));
        here.read("ab", 1);

        assertThat(here.states.find("f-aa")).map(state -> state.batch().stem()).contains("aa");
        assertThat(here.states.find("f-ab")).map(state -> state.batch().stem()).contains("ab");
        assertThat(here.states.find("ab.csv"))
                .map(state -> state.batch().stem())
                .contains("ab");
        assertThat(here.states.find("f-a")).isEmpty();
        assertThat(here.states.find("nobody.csv")).isEmpty();
        assertThat(here.states.newest(1))
                .extracting(state -> state.batch().stem())
                .containsExactly("ab");
        assertThat(here.states.open(id -> true))
                .extracting(state -> state.batch().stem())
                .containsExactly("aa", "ab");
    }

    @Test
    void a_file_without_rows_is_settled_when_it_is_read() {
        here.read("a", 0);

        assertThat(here.isSettled("a")).isTrue();
        assertThat(here.finish("a")).isTrue();
    }

    // Its results

    @Test
    void results_come_in_the_order_of_the_file_with_the_reasons_of_those_that_failed() throws Exception {
        here.ledger.accept(create("used", "order-0", 1));
        here.ledger.workAll();
        here.accept(List.of(
                row("f-a", 2, create("c2", "order-2", 2)),
                row("f-a", 3, create("c3", "order-3", 2)),
                refusal("f-a", 4, "refused", "c4"),
                row("f-a", 5, create("used", "order-5", 1)),
                row("f-a", 7, create("c7", "order-7", 1))));
        for (Mailbox mailbox : here.ledger.claim()) {
            if (mailbox.name().equals("ref:order-3")) {
                here.ledger.record(mailbox, accepted("chat-3"));
                here.ledger.record(mailbox, new CallResult.Failed(fault(400)));
            } else if (mailbox.name().equals("ref:order-2")) {
                here.ledger.work(mailbox);
            }
        }

        List<RowResult> results = here.results("a");

        assertThat(results)
                .extracting(RowResult::row, RowResult::status, result -> result.commandId()
                        .orElse(""))
                .containsExactly(
                        tuple(2L, "accepted", "c2"),
                        tuple(3L, "failed", "c3"),
                        tuple(4L, "refused", "c4"),
                        tuple(5L, "duplicate", "used"),
                        tuple(7L, "waiting", "c7"));
        assertThat(results.get(0).chatId()).contains("chat-of-ref:order-2");
        assertThat(results.get(0).traceId()).contains("trace");
        assertThat(results.get(1).errorCode()).contains(1004);
        assertThat(results.get(1).reasons()).containsExactly("no");
        assertThat(results.get(1).traceId()).contains("trace");
        assertThat(results.get(2).reasons()).containsExactly("column to: is missing", "and more");
        assertThat(results.get(2).groupRef()).contains("group of c4");
        assertThat(results.get(3).reasons()).singleElement().asString().contains("was used before, at");
        assertThat(results.get(4).finishedAt()).isEmpty();
        assertThat(results).extracting(RowResult::begun).containsExactly(false, true, false, false, false);
    }

    @Test
    void a_message_is_begun_when_linq_took_a_part_of_it() throws Exception {
        here.accept(List.of(
                row("f-a", 1, create("c1", "order-1", 1)),
                row("f-a", 2, command("half", "send_message", new GroupAddress.ByRef("order-1"), 2)),
                row("f-a", 3, send("nothing", "order-1"))));
        Mailbox mailbox = here.ledger.claim().get(0);
        here.ledger.record(mailbox, accepted("chat-1"));
        here.ledger.record(mailbox, accepted("chat-1"));
        here.ledger.record(mailbox, new CallResult.Failed(fault(400)));
        here.ledger.record(mailbox, new CallResult.Failed(fault(400)));

        assertThat(here.results("a"))
                .extracting(RowResult::status, RowResult::begun)
                .containsExactly(tuple("accepted", false), tuple("failed", true), tuple("failed", false));
    }

    @Test
    void results_of_more_rows_than_are_read_at_once_are_complete_and_in_order() {
        List<Intake> intakes = new ArrayList<>();
        for (long row = 2; row <= 2_300; row++) {
            intakes.add(
                    row % 7 == 0 || row > 2_200
                            ? refusal("f-a", row, "refused", "c" + row)
                            : row("f-a", row, create("c" + row, "order-" + row, 1)));
        }
        here.accept(intakes);

        assertThat(here.results("a"))
                .extracting(RowResult::row)
                .isSorted()
                .hasSize(2_299)
                .doesNotHaveDuplicates();
    }

    @Test
    void the_results_of_a_batch_are_written_by_one_instance_at_a_time() {
        here.intake.claim(batch("a"));
        assertThat(here.lease.lease("f-a")).isFalse();
        here.intake.read("f-a");

        assertThat(here.lease.lease("f-a")).isTrue();
        assertThat(here.lease.lease("f-a")).isTrue();
        assertThat(elsewhere.lease.lease("f-a")).isFalse();
        clock.pass(BatchesRig.LEASE.plusSeconds(1));
        assertThat(elsewhere.lease.lease("f-a")).isTrue();

        assertThat(here.lease.finished("f-a", Map.of())).isFalse();
        here.lease.release("f-a");
        assertThat(elsewhere.lease.finished("f-a", Map.of())).isTrue();
    }

    @Test
    void a_batch_has_one_summary_when_it_is_done_however_often_its_results_are_written() throws Exception {
        here.read("a", 1);
        here.releaseAll();
        here.ledger.workAll();
        assertThat(here.finish("a")).isFalse();
        here.states.settle();

        assertThat(here.finish("a")).isTrue();
        assertThat(here.finish("a")).isTrue();

        List<JsonNode> summaries = here.takeSummaries();
        assertThat(summaries).hasSize(1);
        JsonNode summary = summaries.get(0);
        assertThat(summary.get("outcome_id").asText()).isEqualTo("f-a:batch_finished");
        assertThat(summary.get("rows").asInt()).isEqualTo(3);
        assertThat(summary.at("/counts/accepted").asInt()).isEqualTo(3);
        assertThat(summary.at("/source/sha256").asText()).isEqualTo("sha of a");
        assertFitsSchema(summary);
        BatchState done = here.state("a");
        assertThat(done.status()).isEqualTo("done");
        assertThat(done.byStatus()).isEqualTo(Map.of("accepted", 3L));
        assertThat(done.released()).isEqualTo(3);
        assertThat(done.finishedAt()).contains(clock.instant());
        assertThat(here.intake.claim(batch("a"))).isEqualTo(Claim.KNOWN);
    }

    // It is cancelled

    @Test
    void the_parts_of_a_cancelled_batch_are_released_as_cancelled_and_each_row_is_told_of() throws Exception {
        here.read("a", 4);
        here.releaseAll();
        here.ledger.workAll();
        here.ledger.takeOutcomes();

        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.Cancelled(0, 6, 0));

        assertThat(here.releaseAll()).containsExactly("a 3", "a 4");
        here.states.settle();
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("accepted", 6L, "cancelled", 6L));
        assertThat(here.ledger.workAll()).isEmpty();
        assertThat(here.ledger.takeOutcomes())
                .hasSize(6)
                .allSatisfy(
                        outcome -> assertThat(outcome.get("status").asText()).isEqualTo("cancelled"))
                .allSatisfy(BatchesContract::assertFitsSchema);
        assertThat(here.finish("a")).isTrue();
        assertThat(here.takeSummaries())
                .extracting(summary -> summary.get("outcome_id").asText())
                .containsExactly("f-a:batch_cancelled");
    }

    @Test
    void a_cancelled_batch_does_not_wait_for_its_open_commands() throws Exception {
        here.read("a", 4);
        here.releaseAll();
        List<Mailbox> inHand = here.ledger.claim();
        here.control.cancel("f-a");

        assertThat(here.releaseAll()).containsExactly("a 3", "a 4");
        inHand.forEach(here.ledger::work);
    }

    @Test
    void a_part_that_is_on_its_way_when_its_batch_is_cancelled_brings_no_command() {
        here.read("a", 1);
        BatchRelease.Release onItsWay = here.release.find().orElseThrow();
        elsewhere.control.cancel("f-a");

        assertThat(here.accept(creates(onItsWay.part()))).isEqualTo(new Acceptance.Accepted(0, 3, 0));

        here.release.released(onItsWay.part());
        assertThat(here.results("a")).extracting(RowResult::status).containsOnly("cancelled");
    }

    @Test
    void a_file_cancelled_while_it_is_read_brings_no_command() {
        here.intake.claim(batch("a"));
        here.intake.store(part("a", 1));
        here.control.cancel("f-a");
        here.intake.read("f-a");

        here.releaseAll();

        assertThat(here.results("a"))
                .extracting(RowResult::status)
                .containsExactly("cancelled", "cancelled", "cancelled");
    }

    @Test
    void a_row_that_was_refused_is_not_cancelled() {
        here.read("a", 1);
        here.control.cancel("f-a");
        here.accept(List.of(refusal("f-a", 2, "refused", "c2"), row("f-a", 3, create("c3", "order-3", 1))));

        assertThat(here.results("a")).extracting(RowResult::status).containsExactly("refused", "cancelled");
    }

    @Test
    void commands_that_wait_are_cancelled_with_an_outcome_and_nobody_leases_their_mailboxes() throws Exception {
        here.released(
                "a",
                row("f-a", 2, create("c2", "order-2", 3)),
                tomorrow(row("f-a", 3, create("c3", "order-3", 1))),
                tomorrow(row("f-a", 4, send("c4", "order-2"))));

        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.Cancelled(3, 0, 0));

        assertThat(here.ledger.claim()).isEmpty();
        clock.pass(Duration.ofDays(2));
        here.delayed.release();
        assertThat(here.ledger.claim()).isEmpty();
        List<JsonNode> outcomes = here.ledger.takeOutcomes();
        assertThat(outcomes)
                .extracting(outcome -> outcome.get("outcome_id").asText())
                .containsExactlyInAnyOrder("c2:cancelled", "c3:cancelled", "c4:cancelled");
        assertThat(outcomes)
                .allSatisfy(outcome -> assertThat(outcome.get("calls").findValuesAsText("status"))
                        .containsOnly("cancelled"))
                .allSatisfy(BatchesContract::assertFitsSchema);
        assertThat(here.results("a").get(0).reasons())
                .singleElement()
                .asString()
                .contains("nothing was sent");
        here.states.settle();
        assertThat(here.isSettled("a")).isTrue();
        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.Cancelled(0, 0, 0));
    }

    @Test
    void a_worker_that_has_the_mailbox_goes_on_and_what_it_has_not_begun_can_be_cancelled_after_it() throws Exception {
        here.released(
                "a",
                row("f-a", 2, create("c2", "order-2", 2)),
                row("f-a", 3, send("c3", "order-2")),
                row("f-a", 4, create("c4", "order-4", 1)));
        Mailbox inHand = here.ledger.claim().stream()
                .filter(mailbox -> mailbox.name().equals("ref:order-2"))
                .findFirst()
                .orElseThrow();

        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.Cancelled(0, 0, 3));
        here.ledger.record(inHand, accepted("chat-2"));
        here.ledger.record(
                inHand, new CallResult.Again(Duration.ofSeconds(30), CallResult.Again.Reason.TOLD_TO_WAIT, fault(429)));
        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.Cancelled(1, 0, 2));

        clock.pass(Duration.ofSeconds(31));
        assertThat(here.ledger.work(here.ledger.onlyMailbox())).containsExactly("c2 call 2");
        assertThat(here.ledger.claim()).isEmpty();
        assertThat(here.results("a")).extracting(RowResult::status).containsExactly("accepted", "cancelled", "waiting");
    }

    @Test
    void a_command_that_may_have_reached_linq_is_not_cancelled() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)));
        here.ledger.record(
                here.ledger.onlyMailbox(),
                new CallResult.Again(Duration.ZERO, CallResult.Again.Reason.MAYBE_DONE, fault(503)));

        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.Cancelled(0, 0, 1));
        assertThat(here.ledger.workAll()).containsExactly("c2 call 1");
    }

    @Test
    void a_group_whose_create_was_cancelled_may_be_created_by_another_command() throws Exception {
        for (boolean delayed : List.of(false, true)) {
            String name = delayed ? "later" : "now";
            NewCommand create = row("f-" + name, 2, create("c-" + name, name, 1));
            here.released(name, delayed ? tomorrow(create) : create);
            here.control.cancel("f-" + name);
            assertThat(here.ledger.accept(send("s-" + name, name)).refused()).isEqualTo(1);

            here.ledger.accept(create("again-" + name, name, 1), send("t-" + name, name));

            assertThat(here.ledger.workAll()).containsExactly("again-" + name + " call 1", "t-" + name + " call 1");
        }
    }

    @Test
    void a_create_does_not_wait_for_a_cancelled_one_with_its_members() throws Exception {
        here.ledger.accept(LedgerContract.named("c1", "order-1", "One", "members"));
        Mailbox first = here.ledger.onlyMailbox();
        here.released("a", row("f-a", 2, LedgerContract.named("c2", "order-2", "Two", "members")));
        here.ledger.putBack(here.ledger.onlyMailbox());
        here.ledger.record(first, new CallResult.Failed(fault(400)));
        Mailbox second = here.ledger.onlyMailbox();
        assertThat(second.turn()).isEmpty();
        here.ledger.putBack(second);
        here.control.cancel("f-a");

        here.ledger.accept(LedgerContract.named("c3", "order-3", "Three", "members"));

        assertThat(here.ledger.onlyMailbox().turn()).isEmpty();
    }

    @Test
    void what_others_have_sent_to_the_group_of_a_cancelled_command_is_worked() throws Exception {
        here.ledger.accept(create("c1", "order-1", 1));
        here.ledger.workAll();
        here.released("a", row("f-a", 2, send("c2", "order-1")));
        here.ledger.accept(send("c3", "order-1"));

        here.control.cancel("f-a");

        assertThat(here.ledger.workAll()).containsExactly("c3 call 1");
    }

    @Test
    void a_late_answer_changes_nothing_of_a_cancelled_command() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)));
        Mailbox stale = here.ledger.onlyMailbox();
        here.ledger.putBack(stale);
        here.control.cancel("f-a");

        here.ledger.record(stale, accepted("chat-2"));

        assertThat(here.results("a")).extracting(RowResult::status).containsExactly("cancelled");
        assertThat(here.ledger.outcomes()).hasSize(1);
    }

    @Test
    void whatever_meets_a_cancel_every_command_comes_to_one_end_and_no_mailbox_stays_due() throws Exception {
        List<Intake> rows = new ArrayList<>();
        for (int row = 2; row < 62; row++) {
            rows.add(row("f-a", row, create("c" + row, "order-" + row, 1)));
        }
        here.released("a", rows.toArray(Intake[]::new));
        ExecutorService pool = Executors.newFixedThreadPool(3);
        Future<?> cancel = pool.submit(() -> elsewhere.control.cancel("f-a"));
        Future<?> send = pool.submit(() -> {
            for (int row = 2; row < 62; row++) {
                here.ledger.accept(send("s" + row, "order-" + row));
            }
        });
        Future<?> work = pool.submit(() -> {
            here.ledger.workAll();
            return null;
        });
        pool.shutdown();
        for (Future<?> each : List.of(cancel, send, work)) {
            each.get();
        }
        while (!here.ledger.workAll().isEmpty()) {
            here.states.settle();
        }
        here.states.settle();

        assertThat(here.ledger.claim()).isEmpty();
        assertThat(here.isSettled("a")).isTrue();
        assertThat(here.ledger.outcomes())
                .extracting(outcome -> outcome.get("command_id").asText())
                .doesNotHaveDuplicates()
                .hasSize(120);
    }

    @Test
    void a_batch_that_is_done_or_not_known_is_not_cancelled() {
        here.read("a", 0);
        here.finish("a");

        assertThat(here.control.cancel("f-a")).isEqualTo(new BatchControl.Cancelled(0, 0, 0));
        assertThat(here.control.cancel("f-b")).isEqualTo(new BatchControl.Cancelled(0, 0, 0));
        assertThat(here.state("a").cancelled()).isFalse();
    }

    @Test
    void a_batch_whose_rows_are_all_done_is_not_cancelled_although_its_results_are_still_to_come() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)));
        here.ledger.workAll();
        here.ledger.takeOutcomes();

        assertThat(here.control.cancel("f-a")).isEqualTo(BatchControl.Cancelled.NOTHING);

        assertThat(here.state("a").cancelled()).isFalse();
        here.states.settle();
        assertThat(here.finish("a")).isTrue();
        assertThat(here.takeSummaries())
                .extracting(summary -> summary.get("outcome_id").asText())
                .containsExactly("f-a:batch_finished");
    }

    // What failed is tried again

    @Test
    void a_retry_puts_back_what_failed_for_a_passing_reason_and_opens_the_batch_again() throws Exception {
        here.released(
                "a",
                row("f-a", 2, create("no-answer", "order-2", 1)),
                row("f-a", 3, create("busy", "order-3", 1)),
                row("f-a", 4, create("passing-code", "order-4", 1)),
                row("f-a", 5, create("wrong", "order-5", 1)),
                row("f-a", 6, create("good", "order-6", 1)));
        Map<String, CallResult.Fault> faults = Map.of(
                "ref:order-2",
                CallResult.Fault.noAnswer("no answer"),
                "ref:order-3",
                fault(503),
                "ref:order-4",
                notYet(409, 2009),
                "ref:order-5",
                fault(400));
        for (Mailbox mailbox : here.ledger.claim()) {
            if (faults.containsKey(mailbox.name())) {
                CallResult.Fault fault = faults.get(mailbox.name());
                here.ledger.record(
                        mailbox, new CallResult.Again(Duration.ZERO, CallResult.Again.Reason.MAYBE_DONE, fault));
                here.ledger.putBack(mailbox);
            } else {
                here.ledger.work(mailbox);
            }
        }
        for (Mailbox mailbox : here.ledger.claim()) {
            here.ledger.record(mailbox, new CallResult.Failed(faults.get(mailbox.name())));
            here.ledger.work(mailbox);
        }
        here.states.settle();
        assertThat(here.finish("a")).isTrue();
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("accepted", 1L, "failed", 4L));

        assertThat(here.control.retry("f-a")).isEqualTo(new BatchControl.Retried(3, 1));

        assertThat(here.state("a").status()).isEqualTo("working");
        assertThat(here.state("a").finishedAt()).isEmpty();
        assertThat(here.isSettled("a")).isFalse();
        assertThat(here.ledger.workAll()).hasSize(3);
        here.states.settle();
        assertThat(here.results("a"))
                .extracting(RowResult::status)
                .containsExactly("accepted", "accepted", "accepted", "failed", "accepted");
        assertThat(here.finish("a")).isTrue();
        assertThat(here.takeSummaries())
                .extracting(summary -> summary.get("outcome_id").asText(), summary -> summary.at("/counts/accepted")
                        .asInt())
                .containsExactly(tuple("f-a:batch_finished", 1), tuple("f-a:batch_finished:2", 4));
    }

    /** As a group whose members another group without a name has: it would fail again in the same way. */
    @Test
    void what_failed_before_linq_was_asked_is_not_tried_again() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)));
        here.ledger.record(
                here.ledger.onlyMailbox(),
                new CallResult.Failed(CallResult.Fault.noAnswer("has the same line and members"), false));

        assertThat(here.control.retry("f-a")).isEqualTo(new BatchControl.Retried(0, 1));
    }

    @Test
    void a_voice_memo_that_linq_may_have_sent_is_not_sent_again() throws Exception {
        here.ledger.accept(create("c1", "order-1", 1));
        here.ledger.workAll();
        for (CallResult.Fault fault : List.of(CallResult.Fault.noAnswer("no answer"), fault(503), fault(429))) {
            String name = "memo-" + fault.httpStatus().orElse(0);
            here.released(name, row("f-" + name, 2, LedgerContract.call(name, "order-1", CallKind.SEND_VOICE_MEMO)));
            here.ledger.record(here.ledger.onlyMailbox(), new CallResult.Failed(fault));
        }

        assertThat(here.control.retry("f-memo-0")).isEqualTo(new BatchControl.Retried(0, 1));
        assertThat(here.control.retry("f-memo-503")).isEqualTo(new BatchControl.Retried(0, 1));
        assertThat(here.control.retry("f-memo-429")).isEqualTo(new BatchControl.Retried(1, 0));
    }

    @Test
    void a_command_that_is_replayed_by_itself_opens_its_batch_again() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)));
        here.ledger.record(here.ledger.onlyMailbox(), new CallResult.Failed(fault(400)));
        here.states.settle();
        here.finish("a");

        assertThat(here.ledger.failedCommands.replay("c2")).isEmpty();

        assertThat(here.state("a").status()).isEqualTo("working");
        assertThat(here.state("a").byStatus()).isEqualTo(Map.of("waiting", 1L));
        assertThat(here.states.settled(Set.of("f-a", "f-b"))).isEmpty();
    }

    @Test
    void a_part_is_not_settled_by_one_who_looked_before_a_retry_made_a_row_wait_again() throws Exception {
        assertThat(here.intake.claim(batch("a"))).isEqualTo(Claim.TAKEN);
        List<BatchPart> parts = new ArrayList<>();
        // What is open makes looking through the parts take a while.
        for (int number = 1; number <= 200; number++) {
            parts.add(new BatchPart("f-a", number, number + 1L, number + 1L, 1, 0, new byte[1]));
        }
        parts.forEach(here.intake::store);
        here.intake.read("f-a");
        List<NewCommand> rows = new ArrayList<>();
        parts.forEach(part -> rows.addAll(creates(part)));
        here.accept(rows);
        parts.forEach(here.release::released);
        Map<String, Mailbox> mailboxes = new HashMap<>();
        here.ledger.claim().forEach(mailbox -> mailboxes.put(mailbox.name(), mailbox));
        Mailbox last = mailboxes.get("ref:a-201");
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 40; round++) {
                here.ledger.record(last, new CallResult.Failed(fault(400)));
                Future<?> settled = pool.submit(() -> here.states.settle());
                Future<Optional<String>> replayed = pool.submit(() -> here.ledger.failedCommands.replay("a-201"));
                settled.get(30, TimeUnit.SECONDS);
                assertThat(replayed.get(30, TimeUnit.SECONDS)).isEmpty();

                assertThat(here.state("a").byStatus()).isEqualTo(Map.of("waiting", 200L));
                assertThat(statusOfPart(200)).as("round %d", round).isEqualTo("released");
                last = here.ledger.onlyMailbox();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private String statusOfPart(int number) {
        return here.ledger.database().jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT status FROM batch_part WHERE part_no = :number")
                .bind("number", number)
                .mapTo(String.class)
                .one());
    }

    @Test
    void results_written_while_a_command_is_replayed_do_not_end_the_batch() throws Exception {
        here.released("a", row("f-a", 2, create("c2", "order-2", 1)));
        here.ledger.record(here.ledger.onlyMailbox(), new CallResult.Failed(fault(400)));
        here.states.settle();
        here.lease.lease("f-a");
        here.ledger.failedCommands.replay("c2");

        assertThat(here.lease.finished("f-a", Map.of("failed", 1L))).isFalse();

        assertThat(here.takeSummaries()).isEmpty();
    }

    // Ledgers of before

    @Test
    void what_came_from_a_file_before_batches_were_kept_belongs_to_its_batch() throws Exception {
        String id = "f-0123456789abcdef0123456789abcdef";
        String old = freshDatabase();
        try (HikariDataSource source = Database.dataSource(old, "", "", 3)) {
            Database.migration(source, old.startsWith("jdbc:h2:"))
                    .target("5")
                    .load()
                    .migrate();
            Jdbi.create(source).useHandle(handle -> {
                handle.execute(
                        "INSERT INTO command (command_id, type, source_id, source, place, mailbox, warnings, status,"
                                + " accepted_at) VALUES ('c', 't', ?, '{}', 'p', 'm', '[]', 'accepted', CURRENT_TIMESTAMP)",
                        id + "-12");
                handle.execute(
                        "INSERT INTO refusal (source_id, place, status, problems, refused_at)"
                                + " VALUES (?, 'p', 'refused', '[]', CURRENT_TIMESTAMP)",
                        id + "-13");
                handle.execute("INSERT INTO refusal (source_id, place, status, problems, refused_at)"
                        + " VALUES ('k-cluster-topic-0-1', 'p', 'refused', '[]', CURRENT_TIMESTAMP)");
            });
        }

        try (BatchesRig later = new BatchesRig(old, clock, settling)) {
            assertThat(later.results.of(id))
                    .toIterable()
                    .extracting(RowResult::row)
                    .containsExactly(12L, 13L);
        }
    }

    private static Refusal refusal(String batchId, long row, String status, String commandId) {
        return new Refusal(
                origin(batchId, row),
                status,
                Optional.of(commandId),
                Optional.of("create_group"),
                Optional.of("group of " + commandId),
                Optional.empty(),
                List.of(new Refusal.Reason("column to", "is missing"), new Refusal.Reason("", "and more")),
                Optional.empty());
    }

    private NewCommand tomorrow(NewCommand command) {
        return new NewCommand(
                command.origin(),
                command.commandId(),
                command.type(),
                command.group(),
                command.warnings(),
                command.calls(),
                Optional.of(clock.instant().plus(Duration.ofDays(1))),
                command.expiresAt());
    }

    private static CallResult.Fault notYet(int status, int code) {
        return new CallResult.Fault(
                Optional.of(status), Optional.of(code), "not yet", Optional.empty(), Optional.empty());
    }

    private static void assertFitsSchema(JsonNode outcome) {
        try (InputStream in = BatchesContract.class.getResourceAsStream("/schemas/outcome.schema.json")) {
            JsonSchema schema =
                    JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(in);
            assertThat(schema.validate(outcome)).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
