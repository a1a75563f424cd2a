package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.testing.ConsoleClient;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.PostgresDump;
import dev.linqroutes.testing.SandboxRecord;
import dev.linqroutes.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** The backup and the restore that docs/operations.md describes, with what was waiting, and what was done since the backup. */
class BackupIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String ALL = "{\"scope\": \"all\", \"reason\": \"restore\"}";
    private static final Set<String> BEFORE_THE_BACKUP = Set.of("create-a", "create-b");
    private static final String FILE = "from-the-backup.csv";
    private static final String FILE_OF_THE_GAP = "in-the-gap.csv";

    private InProcessProgram instance;

    @Test
    void a_dump_of_a_running_program_is_restored_and_nothing_is_sent_twice_and_nothing_lost() throws Exception {
        PostgresDump.requireInstalled();
        String ledger = TestPostgres.freshLocalDatabase();
        String groups = topics.groups() + ".restored";
        // Their topic is there only after the restore: until then the states of groups wait in the outbox.
        instance = program(ledger).with("topics.groups", groups).start();
        workUntilTheBackup();
        PostgresDump.dump(ledger, folder);
        Instant backup = Instant.now();
        workSinceTheBackup();
        instance.stop();
        Map<String, String> keys = idempotencyKeys(ledger);
        Map<String, List<String>> messages = messages();

        String restored = TestPostgres.freshLocalDatabase();
        PostgresDump.restore(restored, folder);
        topics.add(groups);
        restart(restored, backup);

        awaitWorkOnceMore(messages);
        assertThat(idempotencyKeys(restored)).isEqualTo(keys);
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.records(groups))
                .extracting(each -> new String(each.key()))
                .contains("a", "b", "waiting", "new"));
    }

    @Test
    void a_copy_of_an_h2_file_is_restored_and_nothing_is_sent_twice_and_nothing_lost() throws Exception {
        String ledger = FreshLedger.h2(folder);
        instance = program(ledger).start();
        workUntilTheBackup();
        instance.stop();
        // Is read after the backup only.
        create("late");
        Files.copy(Path.of(ledger.substring("jdbc:h2:file:".length()) + ".mv.db"), folder.resolve("backup.mv.db"));
        Instant backup = Instant.now();
        instance.start();
        workSinceTheBackup();
        await().atMost(LONG).untilAsserted(() -> assertThat(outcomes()).containsKey("create-late"));
        instance.stop();
        Map<String, String> keys = idempotencyKeys(ledger);
        Map<String, List<String>> messages = messages();

        String restored = "jdbc:h2:file:" + folder.resolve("backup");
        restart(restored, backup);

        awaitWorkOnceMore(messages);
        instance.stop();
        assertThat(idempotencyKeys(restored)).isEqualTo(keys);
    }

    @Test
    void what_was_cancelled_since_the_backup_is_cancelled_again_while_the_documented_pause_holds_all_calls()
            throws Exception {
        PostgresDump.requireInstalled();
        String ledger = TestPostgres.freshLocalDatabase();
        instance = program(ledger).start();
        PostgresDump.dump(ledger, folder);
        Instant backup = Instant.now();
        console().post("pauses", ALL);
        create("wanted");
        create("unwanted");
        cancel("create-unwanted");
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.actions())
                .extracting(action -> action.path("action").asText() + " "
                        + action.path("target").asText())
                .contains("cancel-commands create-unwanted"));
        instance.stop();

        String restored = TestPostgres.freshLocalDatabase();
        PostgresDump.restore(restored, folder);
        execute(restored, documentedPause());
        restart(restored, backup);
        cancel("create-unwanted");
        console().post("pauses/resume", ALL);

        await().atMost(LONG).untilAsserted(() -> assertThat(outcomes())
                .isEqualTo(Map.of(
                        "create-unwanted", List.of("cancelled", "cancelled"),
                        "create-wanted", List.of("confirmed"))));
        assertThat(messages()).isEqualTo(Map.of("Group wanted", List.of("Hello")));
    }

    private InProcessProgram program(String ledger) throws Exception {
        return program()
                .with("ledger.url", ledger)
                .with("linq.confirm", "true")
                .with("linq.confirm.deadline", "2s")
                .with("linq.retry.max-delay", "1s")
                .subscribedTo(linq);
    }

    /** Two groups are done; a third one waits, and so does a file. */
    private void workUntilTheBackup() throws Exception {
        create("a");
        create("b");
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(outcomes()).containsOnlyKeys(BEFORE_THE_BACKUP.toArray(String[]::new)));
        linq.setFaults("{\"error_before\": 1}");
        create("waiting");
        drop(FILE, sheet(FILE));
        await().atMost(LONG)
                .until(() -> linq.faults().at("/struck/error_before").asInt() > 1);
        assertThat(messages()).hasSize(2);
    }

    private void workSinceTheBackup() throws Exception {
        linq.setFaults("{}");
        create("new");
        topics.produce(
                "a",
                """
                {"type": "send_message", "command_id": "second", "group_ref": "a", "message": {"text": "Second"}}""");
        drop(FILE_OF_THE_GAP, sheet(FILE_OF_THE_GAP));
        await().atMost(LONG).untilAsserted(() -> assertThat(outcomes().keySet())
                .containsAll(BEFORE_THE_BACKUP)
                .contains("create-waiting", "create-new", "second", FILE + " row 2", FILE_OF_THE_GAP + " row 2"));
        awaitResults(2);
    }

    /** Goes on with this ledger as documented: the consumer group an hour before the backup, and the files once more. */
    private void restart(String ledger, Instant backup) throws Exception {
        topics.setCommitted(backup.minus(Duration.ofHours(1)));
        instance.with("ledger.url", ledger).start();
    }

    /** @param messages at Linq before the restore */
    private void awaitWorkOnceMore(Map<String, List<String>> messages) throws Exception {
        drop(FILE, sheet(FILE));
        drop(FILE_OF_THE_GAP, sheet(FILE_OF_THE_GAP));
        Map<String, List<String>> expected = new TreeMap<>();
        outcomes().keySet().forEach(command -> expected.put(command, List.of("confirmed", "confirmed")));
        BEFORE_THE_BACKUP.forEach(command -> expected.put(command, List.of("confirmed")));
        await().atMost(LONG).untilAsserted(() -> assertThat(outcomes()).isEqualTo(expected));
        assertThat(topics.outcomesSoFar().stream()
                        .map(outcome -> outcome.path("outcome_id").asText())
                        .distinct())
                .hasSameSizeAs(expected.keySet());
        awaitResults(4);
        assertThat(messages()).isEqualTo(messages);
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.committed()).isEqualTo(topics.ends()));
    }

    private void create(String group) throws Exception {
        topics.produce(
                group,
                """
                {"type": "create_group", "command_id": "create-%1$s", "group_ref": "%1$s", "display_name": "Group %1$s",
                 "to": ["%1$s@example.org", "eve@example.org"], "message": {"text": "Hello"}}"""
                        .formatted(group));
    }

    private static String sheet(String name) {
        return "to,name,message\n%s@example.org;eve@example.org,%s,Hello\n".formatted(name.charAt(0), name);
    }

    private ConsoleClient console() {
        return new ConsoleClient(instance.console());
    }

    private void cancel(String command) {
        await().atMost(LONG).ignoreExceptions().untilAsserted(() -> assertThat(console()
                        .post("commands/cancel", "{\"ids\": [\"%s\"], \"reason\": \"not wanted\"}".formatted(command))
                        .path("cancelled")
                        .asInt())
                .isEqualTo(1));
    }

    private static String documentedPause() throws IOException {
        return Files.readAllLines(Path.of("docs/operations.md")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("INSERT INTO pause "))
                .findFirst()
                .orElseThrow();
    }

    private static void execute(String ledger, String sql) {
        Jdbi.create(ledger).useHandle(handle -> handle.execute(sql));
    }

    /** The keys of all calls, by command and position. */
    private static Map<String, String> idempotencyKeys(String ledger) {
        try (Database database = Database.open(ledger, "", "", 1)) {
            return database.jdbi().withHandle(handle -> handle.createQuery(
                            "SELECT command_id || ' ' || position AS call, idempotency_key FROM call")
                    .reduceRows(new TreeMap<>(), (keys, row) -> {
                        keys.put(row.getColumn("call", String.class), row.getColumn("idempotency_key", String.class));
                        return keys;
                    }));
        }
    }

    private void awaitResults(int files) {
        await().atMost(LONG).ignoreException(NoSuchFileException.class).untilAsserted(() -> {
            try (Stream<Path> done = Files.list(folder.resolve("inbox/done"))) {
                assertThat(done.filter(file -> file.toString().endsWith(".results.csv")))
                        .hasSize(files);
            }
        });
    }

    /** The statuses that have been published for each command. */
    private Map<String, List<String>> outcomes() {
        return topics.outcomesSoFar().stream()
                .collect(Collectors.groupingBy(
                        SandboxTest::placeOrCommand,
                        TreeMap::new,
                        Collectors.mapping(outcome -> outcome.path("status").asText(), Collectors.toList())));
    }

    private Map<String, List<String>> messages() throws Exception {
        return linq.groups().stream()
                .collect(Collectors.toMap(SandboxRecord.Group::name, SandboxRecord.Group::messages));
    }
}
