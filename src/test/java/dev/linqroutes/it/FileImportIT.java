package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.SandboxRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files from the inbox to their results. */
class FileImportIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Charset EXCEL = Charset.forName("windows-1252");

    private String ledger;
    private InProcessProgram instance;

    @BeforeEach
    void start() throws Exception {
        ledger = FreshLedger.postgres();
        instance = instance();
    }

    private InProcessProgram instance() {
        return program().with("ledger.url", ledger).with("linq.region", "US");
    }

    @Test
    void each_row_comes_back_with_what_became_of_it_and_the_failed_ones_can_be_corrected_and_dropped_again()
            throws Exception {
        instance.start();
        drop(
                "friends.csv",
                """
                Ref;Members;Name;first_name;Message\r
                a;(202) 555-0101,+12025550102;Café {first_name};Zoë;Hi {first_name}\r
                b;12345,+12025550102;B;Bob;Hi {first_name}\r
                c;+12025550103,+12025550104;=C;;Hi {first_name}\r
                """
                        .getBytes(EXCEL));

        List<String> results = results("friends.results.csv");
        assertThat(results).hasSize(4);
        assertThat(results.get(0))
                .isEqualTo(
                        "\uFEFFRef;Members;Name;first_name;Message;status;chat_id;group_ref;normalised;error_code;reason;"
                                + "trace_id;accepted_at;finished_at;command");
        assertThat(results.get(1))
                .startsWith("a;\"(202) 555-0101,+12025550102\";Café {first_name};Zoë;Hi {first_name};accepted;")
                .contains("(202) 555-0101")
                .contains("is used as +12025550101");
        assertThat(results.get(2)).startsWith("b;").contains(";refused;").contains("column Members: ");
        assertThat(results.get(3))
                .startsWith("c;")
                .contains(";'=C;")
                .contains(";refused;")
                .contains("first_name");
        awaitNames("Café Zoë");
        assertThat(linq.groups()).singleElement().satisfies(group -> assertThat(group.messages())
                .containsExactly("Hi Zoë"));
        JsonNode summary = summary("friends.csv");
        assertThat(summary.get("status").asText()).isEqualTo("batch_finished");
        assertThat(summary.get("rows").asInt()).isEqualTo(3);
        assertThat(summary.get("counts").toString()).isEqualTo("{\"accepted\":1,\"refused\":2}");

        Path failed = inbox("done/friends.failed.csv");
        String corrected = Files.readString(failed)
                .replace("12345", "(202) 555-0107")
                .replace("c;\"'+12025550103,+12025550104\";'=C;;", "c;\"'+12025550103,+12025550104\";'=C;Cy;");
        drop("friends.failed.csv", corrected);

        assertThat(results("friends-failed.results.csv")).hasSize(3).noneMatch(line -> line.contains(";refused;"));
        awaitNames("Café Zoë", "B", "=C");
    }

    /** Linq sets a name some time after it has answered. */
    private void awaitNames(String... names) {
        await().atMost(LONG).untilAsserted(() -> assertThat(linq.groups())
                .extracting(SandboxRecord.Group::name)
                .containsExactlyInAnyOrder(names));
    }

    @Test
    void the_members_of_a_group_may_stand_a_row_each_and_every_row_gets_the_groups_result() throws Exception {
        instance.start();
        drop(
                "members.csv",
                """
                group_ref,phone,group_name,text
                a,+12025550101,A,Hello
                a,+12025550102,,
                b,+12025550103,B,Hello
                b,nobody,,
                """);

        List<String> results = results("members.results.csv");
        assertThat(results.subList(1, 5))
                .extracting(line -> line.split(",", -1)[4])
                .containsExactly("accepted", "accepted", "refused", "refused");
        assertThat(Files.readAllLines(inbox("done/members.failed.csv"))).hasSize(3);
        awaitNames("A");
    }

    @Test
    void commands_of_a_file_come_back_with_their_lines() throws Exception {
        instance.start();
        drop(
                "commands.jsonl",
                """
                {"type": "create_group", "command_id": "j1", "group_ref": "a", "to": ["+12025550101", "+12025550102"], "message": {"text": "Hello"}}
                not JSON
                {"type": "send_message", "command_id": "j2", "group_ref": "a", "message": {"text": "Again"}}
                """);

        assertThat(results("commands.results.csv"))
                .anySatisfy(line -> assertThat(line).startsWith("1,j1,accepted"))
                .anySatisfy(line -> assertThat(line).startsWith("2,,refused"))
                .anySatisfy(line -> assertThat(line).startsWith("3,j2,accepted"));
        assertThat(inbox("done/commands.failed.jsonl")).hasContent("not JSON");
        assertThat(linq.groups()).singleElement().satisfies(group -> assertThat(group.messages())
                .containsExactly("Hello", "Again"));
    }

    @Test
    void of_a_file_that_is_all_or_nothing_nothing_is_sent_while_a_row_is_bad() throws Exception {
        instance.start();
        Files.writeString(inbox("strict.properties"), "all_or_nothing=true\n");
        drop("strict.csv", "to,message\n+12025550101;+12025550102,Hi\n12345,Hi\n");

        await().atMost(LONG).until(() -> Files.exists(inbox("failed/strict.csv")));
        assertThat(inbox("failed/strict.csv.reason.txt"))
                .content()
                .startsWith("strict.csv: 1 of 2 commands are refused")
                .contains("strict.csv row 3: column to");
        JsonNode summary = summary("strict.csv");
        assertThat(summary.get("status").asText()).isEqualTo("batch_refused");
        assertThat(summary.get("problems")).isNotEmpty();
        assertThat(topics.outcomesSoFar()).isEmpty();
        assertThat(linq.groups()).isEmpty();

        Files.move(inbox("failed/strict.properties"), inbox("strict.properties"));
        drop("strict.csv", "to,message\n+12025550101;+12025550102,Hi\n+12025550103;+12025550104,Hi\n");
        await().atMost(LONG).until(() -> linq.groups().size() == 2);
    }

    @Test
    void two_instances_on_one_inbox_and_the_same_content_twice_make_each_group_once() throws Exception {
        instance.start();
        try (InProcessProgram second = instance()) {
            second.start();
            for (String name : List.of("first.csv", "second.csv", "third.csv")) {
                drop(name, sheet(name.equals("third.csv") ? 50 : 0, 300));
            }
            for (String name : List.of("first", "second", "third")) {
                assertThat(results(name + ".results.csv")).hasSize(301);
            }
        }
        // The third has 250 rows in common with the others, and a content of its own: whichever is released first makes
        // their groups, and they exist for the other.
        assertThat(linq.groups()).hasSize(350);
        List<String> rows = new ArrayList<>(results("first.results.csv"));
        rows.addAll(results("third.results.csv"));
        assertThat(rows).filteredOn(line -> line.contains(",accepted,")).hasSize(350);
        assertThat(rows).filteredOn(line -> line.contains(",refused,")).hasSize(250);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(topics.batchOutcomes()).hasSize(2));
        await().atMost(LONG).untilAsserted(() -> assertThat(inbox("working")).isEmptyDirectory());
    }

    @Test
    void a_file_that_grows_after_it_was_taken_is_told_and_no_group_is_made_twice() throws Exception {
        instance.start();
        String whole = new String(sheet(0, 60), StandardCharsets.UTF_8);
        int half = whole.length() / 2;
        Path prepared = Files.writeString(folder.resolve("slow.csv"), whole.substring(0, half));
        // As a program that stops in the middle, keeps the file open and goes on.
        try (FileChannel writer = FileChannel.open(prepared, StandardOpenOption.APPEND)) {
            Files.move(prepared, inbox("slow.csv"), StandardCopyOption.ATOMIC_MOVE);
            await().atMost(LONG).until(() -> !linq.groups().isEmpty());
            writer.write(ByteBuffer.wrap(whole.substring(half).getBytes(StandardCharsets.UTF_8)));
        }

        // Either it was in working still, and its beginning stays there for its results, or it had been done before.
        results("slow.results.csv");
        int sent = linq.groups().size();
        await().atMost(LONG).untilAsserted(() -> assertThat(inbox("working")).isEmptyDirectory());
        drop("again.csv", whole);

        await().atMost(LONG).until(() -> Files.exists(inbox("failed/again.csv")));
        assertThat(inbox("failed/again.csv")).hasContent(whole);
        assertThat(Files.readString(inbox("failed/again.csv.reason.txt")))
                .startsWith("again.csv: starts with the complete content of batch f-")
                .contains("(slow.csv)", "was incomplete; the lines after them were not sent", "rename the file");
        assertThat(linq.groups()).hasSize(sent);
        assertThat(sent).isBetween(29, 31);
    }

    @Test
    void a_cancelled_batch_sends_nothing_more_and_tells_of_each_row() throws Exception {
        linq.setFaults("{\"error_before\": 1}");
        instance.with("linq.retry.initial-delay", "30s").start();
        drop("late.csv", sheet(0, 600));
        await().atMost(LONG)
                .until(() -> linq.faults().at("/struck/error_before").asInt() > 0);

        assertThat(command(0, "status", "late.csv"))
                .contains("working since")
                .contains("late.csv: 600 commands, 600 good, 0 refused, 0 done");
        assertThat(command(0, "batch", "cancel", "late.csv"))
                .contains("commands cancelled: ")
                .contains("already in progress, will complete");
        linq.setFaults("{}");
        long started = 600 - awaitCancelled("late.csv");

        // Those that had started are tried again, in half a minute.
        assertThat(started).isLessThan(600);
        assertThat(linq.groups()).isEmpty();
        assertThat(command(1, "status", "no such")).contains("no batch \"no such\" in the ledger");
    }

    private long awaitCancelled(String file) {
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.outcomesSoFar().stream()
                        .filter(outcome -> outcome.get("status").asText().equals("cancelled"))
                        .count())
                .isGreaterThanOrEqualTo(400));
        return topics.outcomesSoFar().stream()
                .filter(outcome -> outcome.get("status").asText().equals("cancelled"))
                .peek(outcome -> assertThat(outcome.at("/source/file").asText()).isEqualTo(file))
                .map(outcome -> outcome.at("/source/row").asLong())
                .distinct()
                .count();
    }

    @Test
    void what_failed_for_a_reason_that_passes_is_tried_again_and_the_results_are_written_anew() throws Exception {
        linq.setFaults("{\"error_before\": 1}");
        instance.with("linq.retry.initial-delay", "50ms")
                .with("linq.retry.max-delay", "50ms")
                .with("linq.retry.max-elapsed", "300ms")
                .with("linq.circuit-breaker.probe-interval", "100ms")
                .start();
        drop("again.csv", sheet(0, 3));
        assertThat(results("again.results.csv"))
                .filteredOn(line -> line.contains(",failed,"))
                .hasSize(3);
        assertThat(inbox("done/again.failed.csv")).exists();

        linq.setFaults("{}");
        assertThat(command(0, "batch", "retry", "again.csv")).contains("failed commands retried: 3;");

        await().atMost(LONG)
                .until(() -> Files.exists(inbox("done/again.results.csv"))
                        && Files.readString(inbox("done/again.results.csv")).contains(",accepted,"));
        await().atMost(LONG).until(() -> Files.exists(inbox("done/again.csv")));
        assertThat(inbox("done/again.failed.csv")).doesNotExist();
        assertThat(linq.groups()).hasSize(3);
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.batchOutcomes())
                .extracting(outcome -> outcome.get("counts").toString())
                .containsExactly("{\"failed\":3}", "{\"accepted\":3}"));
    }

    @Test
    void results_that_cannot_be_written_wait_and_hold_up_no_other_file() throws Exception {
        linq.setFaults("{\"slow\": 1, \"slow_millis\": 3000}");
        instance.start();
        drop("blocked.csv", sheet(0, 2));
        await().atMost(LONG).until(() -> Files.exists(inbox("working/blocked/blocked.csv")));
        // A folder that is not empty stands where the results are to be.
        Files.createDirectories(inbox("done/blocked.results.csv/in the way"));
        linq.setFaults("{}");
        await().atMost(LONG).until(() -> topics.outcomesSoFar().size() == 2);
        drop("free.csv", sheet(10, 2));

        assertThat(results("free.results.csv")).hasSize(3);
        assertThat(inbox("working/blocked/blocked.csv")).exists();
        Files.delete(inbox("done/blocked.results.csv/in the way"));
        Files.delete(inbox("done/blocked.results.csv"));
        assertThat(results("blocked.results.csv")).hasSize(3);
    }

    @Test
    void a_file_is_checked_against_the_ledger_and_nothing_is_sent() throws Exception {
        instance.start();
        drop("sent.csv", sheet(0, 2));
        results("sent.results.csv");
        Path next = Files.write(folder.resolve("next.csv"), sheet(1, 2));

        assertThat(command(1, "check", "next.csv"))
                .contains("compared with the ledger at jdbc:postgresql:")
                .contains("row 2 refused: column ref: group \"g1\" already exists")
                .contains("2 commands, 1 good, 1 refused");
        JsonNode json = new ObjectMapper().readTree(command(1, "check", "--json", "next.csv"));
        assertThat(json.at("/counts/good").asInt()).isEqualTo(1);
        assertThat(next).exists();
        assertThat(linq.groups()).hasSize(2);
    }

    @Test
    void what_check_says_of_groups_with_the_same_members_is_what_becomes_of_them() throws Exception {
        instance.start();
        byte[] twins = ("group_ref,to,message\na,+12025550101;+13035550101,Hi\nb,+12025550101;+13035550101,Hi\n")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("twins.csv"), twins);

        assertThat(command(1, "check", "twins.csv"))
                .contains("row 3 would fail: row 2 has the same line and members and no display_name")
                .contains("2 commands, 1 good, 0 refused, 1 would fail");
        drop("twins.csv", twins);
        assertThat(results("twins.results.csv"))
                .anyMatch(row -> row.startsWith("a,") && row.contains(",accepted,"))
                .anyMatch(row -> row.startsWith("b,") && row.contains(",failed,"));
        assertThat(command(0, "status", "twins.csv"))
                .contains("2 commands, 2 good, 0 refused, 2 done")
                .contains("1 failed");
        Files.write(folder.resolve("twins.csv"), twins);
        assertThat(command(0, "check", "twins.csv"))
                .contains("row 3 warning: is in the ledger from an earlier import of this file, and is not sent again")
                .contains("2 commands, 2 good, 0 refused; 2 with warnings");
    }

    /** Groups g{first}, g{first + 1}, … */
    private static byte[] sheet(int first, int rows) {
        return IntStream.range(first, first + rows)
                .mapToObj(i -> "g%1$d,+1202555%2$04d;+1303555%2$04d,Group %1$d,Hello\n".formatted(i, 100 + i))
                .collect(Collectors.joining("", "ref,members,name,message\n", ""))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String command(int exitCode, String... arguments) throws Exception {
        return ProgramProcess.run(folder, instance.environment(), exitCode, arguments);
    }

    private JsonNode summary(String file) {
        return await().atMost(LONG)
                .until(
                        () -> topics.batchOutcomes().stream()
                                .filter(outcome ->
                                        outcome.at("/source/file").asText().equals(file))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private List<String> results(String name) throws IOException {
        String stem = name.replaceFirst("\\.results\\.csv$", "");
        await().atMost(LONG).until(() -> finished(stem).isPresent());
        return Files.readAllLines(inbox("done/" + finished(stem).orElseThrow() + ".results.csv"));
    }

    /** The stem under which a file is done: with a time behind it where two instances meant to take it at once. */
    private Optional<String> finished(String stem) throws IOException {
        if (Files.notExists(inbox("done"))) {
            return Optional.empty();
        }
        try (Stream<Path> done = Files.list(inbox("done"))) {
            return done.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.matches(Pattern.quote(stem) + "(\\.[0-9-]+)?\\.results\\.csv"))
                    .map(name -> name.replaceFirst("\\.results\\.csv$", ""))
                    .filter(name -> isDone(inbox("done").resolve(name)))
                    .findFirst();
        }
    }

    /** The file itself comes last. */
    private static boolean isDone(Path withoutEnding) {
        return Stream.of(".csv", ".jsonl").anyMatch(ending -> Files.exists(Path.of(withoutEnding + ending)));
    }

    private Path inbox(String path) {
        return folder.resolve("inbox").resolve(path);
    }
}
