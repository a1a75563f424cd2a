package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.ledger.batch.BatchPartReleaser;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.db.LedgerUnavailable;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.mailbox.CallResult.Accepted;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.testing.FaultyProxy;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.testing.TestPostgres;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Packets to and from PostgreSQL are dropped silently: every wait ends, nothing is lost, and nothing is done twice. */
class UnresponsiveDatabaseTest {
    /** Socket timeout; a tenth of its default. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(2);

    /** Up to three attempts, each with a dead connection or a wait for a connection, on a slow machine. */
    private static final Duration MAX_WAIT = SOCKET_TIMEOUT.plusSeconds(5).multipliedBy(3);

    /** How long one attempt to release a lease would wait. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

    private final TestClock clock = new TestClock();
    private FaultyProxy proxy;
    private TestLedger ledger;

    @BeforeEach
    void open() throws Exception {
        URI postgres = URI.create(TestPostgres.freshDatabase().substring("jdbc:".length()));
        proxy = new FaultyProxy(postgres.getPort());
        String url = "jdbc:postgresql://localhost:" + proxy.port() + postgres.getPath() + "?" + postgres.getQuery()
                + "&socketTimeout=" + SOCKET_TIMEOUT.toSeconds();
        ledger = TestLedger.on(url, clock).open();
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
        proxy.close();
    }

    @Test
    @Timeout(120)
    void silently_dropped_connections_are_replaced_and_each_result_is_recorded_once() throws Exception {
        List<PlannedCommand> commands = sends(0, 40);
        ledger.accept(commands.toArray(PlannedCommand[]::new));
        List<Mailbox> mailboxes = ledger.claim();

        proxy.silenceConnections();
        List<Runnable> untilRecorded = new ArrayList<>();
        for (Mailbox mailbox : mailboxes) {
            Call call = mailbox.nextCall();
            Accepted answer = answer();
            untilRecorded.add(() -> ledger.answered(mailbox, call, answer).join());
        }
        List<CompletableFuture<Void>> recorded = untilRecorded.stream()
                .map(each -> CompletableFuture.runAsync(() -> retryWhileUnavailable(each)))
                .toList();

        assertThat(recorded).allSatisfy(each -> assertThat(each).succeedsWithin(MAX_WAIT));
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.get("command_id").asText())
                .containsExactlyInAnyOrderElementsOf(
                        commands.stream().map(PlannedCommand::commandId).toList());
        assertThat(ledger.outcomes())
                .extracting(outcome -> outcome.at("/calls/0/attempts").asInt())
                .containsOnly(1);
    }

    @Test
    @Timeout(180)
    void while_packets_are_dropped_every_wait_has_a_limit_and_work_resumes_afterwards() throws Exception {
        ledger.accept(sends(0, 10).toArray(PlannedCommand[]::new));

        proxy.dropPackets();
        long from = System.nanoTime();
        CompletableFuture<Void> event = stored("while dropped");
        List<PlannedCommand> more = sends(10, 20);
        assertThatThrownBy(() -> ledger.accept(more.toArray(PlannedCommand[]::new)))
                .isInstanceOf(LedgerUnavailable.class);
        assertThatThrownBy(() -> ledger.claim()).isInstanceOf(LedgerUnavailable.class);
        assertThat(event)
                .failsWithin(MAX_WAIT)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(LedgerUnavailable.class);
        assertThat(ledger.database.isReachable()).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(MAX_WAIT.multipliedBy(2));

        proxy.restore();
        await().atMost(MAX_WAIT).until(() -> ledger.database.isReachable());
        retryWhileUnavailable(() -> ledger.accept(more.toArray(PlannedCommand[]::new)));
        retryWhileUnavailable(() -> stored("while dropped").join());
        retryWhileUnavailable(() -> stored("while dropped").join());

        assertThat(ledger.claim())
                .extracting(mailbox -> mailbox.nextCall().commandId())
                .containsExactlyInAnyOrderElementsOf(
                        sends(0, 20).stream().map(PlannedCommand::commandId).toList());
        assertThat(ledger.outgoing())
                .filteredOn(each -> each.topic().equals("events"))
                .hasSize(1);
        assertThat(ledger.database.recentFault()).isEmpty();
    }

    @Test
    @Timeout(60)
    void a_ledger_can_be_closed_while_its_database_does_not_respond() throws Exception {
        long mine = 3; // events, results, released mailboxes
        long before = committers() - mine;
        proxy.dropPackets();

        CompletableFuture<Void> event = stored("when it closes");
        ledger.close();

        assertThat(event).failsWithin(MAX_WAIT);
        await().atMost(MAX_WAIT).until(() -> committers() <= before);
    }

    @Test
    @Timeout(120)
    void a_stop_does_not_wait_for_an_unavailable_database_once_per_lease() {
        proxy.dropPackets();
        assertThatThrownBy(() -> ledger.claim()).isInstanceOf(LedgerUnavailable.class);
        Outbox outbox = new Outbox(ledger.database, clock, new Wakeup(), Duration.ofSeconds(25), 100, Set.of("groups"));
        BatchPartReleaser releaser =
                new BatchPartReleaser(ledger.database, clock, new Wakeup(), Duration.ofSeconds(25), 1000);

        long from = System.nanoTime();
        outbox.releaseLease();
        releaser.releaseLease();

        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(CONNECTION_TIMEOUT);
    }

    private static long committers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> List.of("store events", "record results", "release mailboxes")
                        .contains(thread.getName()))
                .count();
    }

    /** Retries as the routes do while the database is unavailable. */
    private static void retryWhileUnavailable(Runnable work) {
        for (boolean done = false; !done; ) {
            try {
                work.run();
                done = true;
            } catch (LedgerUnavailable e) {
                Thread.onSpinWait();
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(LedgerUnavailable.class);
            }
        }
    }

    private CompletableFuture<Void> stored(String id) {
        return ledger.events
                .record(TestEvent.of(id, "message.received").inChat("chat").event())
                .toCompletableFuture();
    }

    private static List<PlannedCommand> sends(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> sendToChat("c" + i, "chat-" + i))
                .toList();
    }

    private static Accepted answer() {
        return new Accepted(202, Optional.empty(), Optional.of("m"), Optional.of("t"));
    }
}
