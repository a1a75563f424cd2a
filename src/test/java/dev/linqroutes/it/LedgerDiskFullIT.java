package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.account.SandboxOptions;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.InProcessProgram;
import dev.linqroutes.testing.SandboxRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The disk of the ledger is full: PostgreSQL answers, and refuses what needs room (SQL state 53100). */
class LedgerDiskFullIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final int WORKERS = 4;

    private String ledger;
    private InProcessProgram instance;

    /** Slow enough that calls are in flight when the disk is full. */
    @Override
    SandboxOptions options() {
        return SandboxOptions.defaults()
                .withLatency(Duration.ofMillis(100))
                .withFirstWebhookRetry(Duration.ofMillis(200));
    }

    @BeforeEach
    void start() throws Exception {
        ledger = FreshLedger.postgres();
        instance = instance(folder).subscribedTo(linq).start();
        sql(
                """
            CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
            END $$""");
    }

    private InProcessProgram instance(Path inbox) {
        return program(inbox)
                .with("ledger.url", ledger)
                .with("linq.workers", Integer.toString(WORKERS))
                .with("linq.lease", "8s")
                .with("ledger.retry.initial-delay", "100")
                .with("ledger.retry.max-delay", "500")
                .with("error.retry-delay", "200");
    }

    @Test
    void while_the_disk_is_full_nothing_is_acknowledged_and_all_goes_on_when_there_is_room() throws Exception {
        produce(0, 40);
        await().atMost(LONG).until(() -> linq.messages() >= 10);
        fill(
                "INSERT OR UPDATE ON command",
                "INSERT OR UPDATE ON call",
                "INSERT OR UPDATE ON mailbox",
                "INSERT OR UPDATE ON outbox",
                "INSERT OR UPDATE ON event");

        produce(40, 60);
        drop("while-full.csv", "to,name,message\n+12025559901;+12025559902,From a file,Hello 60\n");
        assertThat(instance.deliverWebhook("event-while-full")).isEqualTo(503);
        await().atMost(LONG).until(() -> instance.health().statusCode() == 503);
        long committed = sum(topics.committed().values());
        assertThat(committed).isLessThanOrEqualTo(40);
        assertThat(folder.resolve("inbox/done")).doesNotExist();

        makeRoom("command", "call", "mailbox", "outbox", "event");

        assertThatEachCommandIsWorkedOnce(61);
        await().atMost(LONG).until(() -> Files.exists(folder.resolve("inbox/done/while-full.csv")));
        assertThat(folder.resolve("inbox/failed")).doesNotExist();
        await().atMost(LONG).until(() -> sum(topics.committed().values()) == 60);
        assertThat(instance.deliverWebhook("event-while-full")).isEqualTo(200);
        await().atMost(LONG).until(() -> instance.health().statusCode() == 200);
        await().atMost(LONG).until(() -> topics.records(topics.events()).stream()
                .anyMatch(event -> new String(event.value(), StandardCharsets.UTF_8).contains("event-while-full")));
    }

    @Test
    void answers_that_find_no_room_wait_and_no_other_instance_repeats_their_calls() throws Exception {
        fill("UPDATE ON call", "INSERT ON outbox");
        produce(0, WORKERS);
        await().atMost(LONG).until(() -> linq.messages() == WORKERS);
        await().atMost(LONG).until(() -> instance.health().statusCode() == 503);
        Map<String, Instant> first = leases();
        Instant over = Collections.max(first.values());
        try (InProcessProgram other = instance(folder.resolve("other")).start()) {
            await().atMost(LONG).until(() -> Instant.now().isAfter(over));
            assertThat(leases()).containsOnlyKeys(first.keySet());
            assertThat(leases().values()).allMatch(over::isBefore);
            assertThat(linq.messages()).isEqualTo(WORKERS);
            assertThat(other.health().statusCode()).isEqualTo(200);

            makeRoom("call", "outbox");

            assertThatEachCommandIsWorkedOnce(WORKERS);
            await().atMost(LONG).until(() -> instance.health().statusCode() == 200);
        }
    }

    /** Of the workers that have a mailbox now, and when they end. */
    private Map<String, Instant> leases() throws SQLException {
        Map<String, Instant> leases = new HashMap<>();
        try (Connection connection = DriverManager.getConnection(ledger);
                Statement each = connection.createStatement();
                ResultSet rows = each.executeQuery("SELECT lease, due_at FROM mailbox WHERE lease IS NOT NULL")) {
            while (rows.next()) {
                leases.put(
                        rows.getString(1),
                        rows.getObject(2, OffsetDateTime.class).toInstant());
            }
        }
        return leases;
    }

    private void fill(String... writes) throws SQLException {
        for (String write : writes) {
            sql("CREATE TRIGGER disk_full BEFORE %s EXECUTE FUNCTION disk_full()".formatted(write));
        }
    }

    private void makeRoom(String... tables) throws SQLException {
        for (String table : tables) {
            sql("DROP TRIGGER disk_full ON " + table);
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(ledger);
                Statement each = connection.createStatement()) {
            each.execute(statement);
        }
    }

    private void assertThatEachCommandIsWorkedOnce(int commands) throws Exception {
        await().atMost(LONG).untilAsserted(() -> assertThat(topics.outcomesSoFar())
                .extracting((JsonNode outcome) -> outcome.get("command_id").asText())
                .satisfies(ids -> assertThat(ids.stream().distinct()).hasSize(commands)));
        assertThat(topics.outcomesSoFar())
                .extracting((JsonNode outcome) -> outcome.get("status").asText())
                .containsOnly("accepted");
        assertThat(topics.outcomesSoFar())
                .extracting((JsonNode outcome) -> outcome.get("command_id").asText())
                .doesNotHaveDuplicates();
        assertThat(linq.groups())
                .flatExtracting(SandboxRecord.Group::messages)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, commands).mapToObj(i -> "Hello " + i).toList());
        assertThat(linq.groups()).hasSize(commands);
    }

    private void produce(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            topics.produce(
                    "order-" + i,
                    """
                    {"type": "create_group", "command_id": "ord-%1$d", "to": ["+1202555%1$04d", "+1202556%1$04d"],
                     "message": {"text": "Hello %1$d"}}
                    """
                            .formatted(i));
        }
    }

    private static long sum(Iterable<Long> offsets) {
        long sum = 0;
        for (long each : offsets) {
            sum += each;
        }
        return sum;
    }
}
