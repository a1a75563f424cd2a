package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.accepted;
import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestBatches.batch;
import static dev.linqroutes.ledger.TestBatches.refusal;
import static dev.linqroutes.ledger.TestBatches.row;
import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStatus;
import dev.linqroutes.ledger.batch.FileClaim;
import dev.linqroutes.ledger.batch.RowResult;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerSchema;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.IntakeDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Each row of a file has one result, and the file as a whole one summary. */
class EachRowHasAResultTest extends OnTwoInstances {
    @OnEachDatabase
    void a_failed_row_has_the_chat_of_its_group_unless_it_was_to_create_it() throws Exception {
        here.ledger.accept(create("made", "order-1", 1));
        here.ledger.workAll();
        here.accept(List.of(row("f-a", 2, send("c2", "order-1")), row("f-a", 3, create("c3", "order-3", 1))));
        for (Mailbox mailbox : here.ledger.claim()) {
            here.ledger.record(mailbox, new CallResult.Failed(fault(422)));
        }

        assertThat(here.results("a"))
                .extracting(RowResult::status, result -> result.chatId().orElse(""), RowResult::partiallyDone)
                .containsExactly(tuple("failed", "chat-of-ref:order-1", false), tuple("failed", "", false));
    }

    @OnEachDatabase
    void results_have_the_order_of_the_file_and_the_reasons_of_failed_rows() throws Exception {
        here.ledger.accept(create("used", "order-0", 1));
        here.ledger.workAll();
        here.accept(List.of(
                row("f-a", 2, create("c2", "order-2", 2)),
                row("f-a", 3, create("c3", "order-3", 2)),
                refusal("f-a", 4, "c4"),
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
        assertThat(results).extracting(RowResult::partiallyDone).containsExactly(false, true, false, false, false);
        assertThat(results)
                .extracting(result -> result.command().orElse(""))
                .containsExactly("create_group", "create_group", "", "", "create_group");
    }

    @OnEachDatabase
    void a_message_of_which_linq_accepted_a_part_is_partially_done() throws Exception {
        here.accept(List.of(
                row("f-a", 1, create("c1", "order-1", 1)),
                row(
                        "f-a",
                        2,
                        aCommand("half")
                                .forGroup(new GroupAddress.ByRef("order-1"))
                                .withMessages(2)),
                row("f-a", 3, send("nothing", "order-1"))));
        Mailbox mailbox = here.ledger.claim().get(0);
        here.ledger.record(mailbox, accepted("chat-1"));
        here.ledger.record(mailbox, accepted("chat-1"));
        here.ledger.record(mailbox, new CallResult.Failed(fault(400)));
        here.ledger.record(mailbox, new CallResult.Failed(fault(400)));

        assertThat(here.results("a"))
                .extracting(RowResult::status, RowResult::partiallyDone)
                .containsExactly(tuple("accepted", false), tuple("failed", true), tuple("failed", false));
    }

    @OnEachDatabase
    void results_of_several_pages_are_complete_and_in_order() {
        List<IntakeDecision> intakes = new ArrayList<>();
        for (long row = 2; row <= 2_300; row++) {
            intakes.add(
                    row % 7 == 0 || row > 2_200
                            ? refusal("f-a", row, "c" + row)
                            : row("f-a", row, create("c" + row, "order-" + row, 1)));
        }
        here.accept(intakes);

        assertThat(here.results("a"))
                .extracting(RowResult::row)
                .isSorted()
                .hasSize(2_299)
                .doesNotHaveDuplicates();
    }

    @OnEachDatabase
    void the_results_of_a_batch_are_written_by_one_instance_at_a_time() {
        here.intake.claim(batch("a"));
        assertThat(here.lease.claimOrRenew("f-a")).isFalse();
        here.intake.complete("f-a");

        assertThat(here.lease.claimOrRenew("f-a")).isTrue();
        assertThat(here.lease.claimOrRenew("f-a")).isTrue();
        assertThat(elsewhere.lease.claimOrRenew("f-a")).isFalse();
        clock.advance(TestBatches.LEASE.plusSeconds(1));
        assertThat(elsewhere.lease.claimOrRenew("f-a")).isTrue();

        assertThat(here.lease.finishBatch("f-a", Map.of())).isFalse();
        here.lease.release("f-a");
        assertThat(elsewhere.lease.finishBatch("f-a", Map.of())).isTrue();
    }

    @OnEachDatabase
    void a_batch_has_one_summary_however_often_its_results_are_written() throws Exception {
        here.read("a", 1);
        here.releaseAll();
        here.ledger.workAll();
        assertThat(here.finish("a")).isFalse();
        here.completion.recordCompletedParts();

        assertThat(here.finish("a")).isTrue();
        assertThat(here.finish("a")).isTrue();

        List<JsonNode> summaries = here.takeSummaries();
        assertThat(summaries).hasSize(1);
        JsonNode summary = summaries.get(0);
        assertThat(summary.get("outcome_id").asText()).isEqualTo("f-a:batch_finished");
        assertThat(summary.get("rows").asInt()).isEqualTo(3);
        assertThat(summary.at("/counts/accepted").asInt()).isEqualTo(3);
        assertThat(summary.at("/source/sha256").asText()).isEqualTo("sha of a");
        TestBatches.assertFitsSchema(summary);
        BatchState done = here.state("a");
        assertThat(done.status()).isEqualTo(BatchStatus.DONE);
        assertThat(done.byStatus()).isEqualTo(Map.of("accepted", 3L));
        assertThat(done.released()).isEqualTo(3);
        assertThat(done.finishedAt()).contains(clock.instant());
        assertThat(here.intake.claim(batch("a"))).isEqualTo(FileClaim.ALREADY_IMPORTED);
    }

    @OnEachDatabase
    void rows_imported_by_a_version_without_batches_belong_to_their_batch() throws Exception {
        String id = "f-0123456789abcdef0123456789abcdef";
        String old = emptyDatabase();
        try (HikariDataSource source = Database.dataSource(old, "", "", 3)) {
            LedgerSchema.migrationConfig(source, old.startsWith("jdbc:h2:"))
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

        try (TestBatches later = new TestBatches(TestLedger.on(old, clock))) {
            assertThat(later.results.read(id))
                    .toIterable()
                    .extracting(RowResult::row)
                    .containsExactly(12L, 13L);
        }
    }
}
