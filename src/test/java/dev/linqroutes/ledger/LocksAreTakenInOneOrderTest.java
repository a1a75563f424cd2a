package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.ledger.confirm.ResendPolicy;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.testing.TestClock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;

/** A transaction that waits for the first of its rows has locked none of the later ones: two that have the same rows never block each other. */
class LocksAreTakenInOneOrderTest extends OnH2AndPostgres {
    private final TestClock clock = new TestClock();
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private String url;
    private TestLedger ledger;

    @AfterEach
    void close() {
        worker.shutdownNow();
        ledger.close();
    }

    @OnEachDatabase
    void groups_of_several_lines_that_get_their_turns() throws Exception {
        open(TestLedger.on(url = freshDatabase(), clock).mostNew(48));
        ledger.accept(
                aCommand("z")
                        .forGroup(new GroupAddress.NewGroup("z", "+12025550101", "of z", Optional.empty()))
                        .withMessages(1),
                aCommand("a")
                        .forGroup(new GroupAddress.NewGroup("a", "+12025550102", "of a", Optional.empty()))
                        .withMessages(1));
        assertThat(ledger.claim()).isEmpty();

        List<Mailbox> claimed = whileLocked("mailbox", "ref:a", "ref:z", ledger::claim);
        assertThat(claimed).hasSize(2);
    }

    @OnEachDatabase
    void groups_whose_messages_are_sent_once_more() throws Exception {
        open(TestLedger.on(url = freshDatabase(), clock).confirming().resending(ResendPolicy.ANY_ORDER));
        for (String ref : List.of("z", "a")) {
            aMessageFails(ref);
        }

        assertThat(whileLocked("mailbox", "ref:a", "ref:z", ledger.confirmations::matchBatch))
                .isPositive();
        assertThat(ledger.claim()).hasSize(2);
    }

    @OnEachDatabase
    void commands_whose_messages_are_sent_once_more_and_those_that_are_done() throws Exception {
        open(TestLedger.on(url = freshDatabase(), clock).confirming().resending(ResendPolicy.ANY_ORDER));
        aMessageFails("z");
        aMessage("a");
        ledger.store(TestEvent.of("sent", "type")
                .inChat("chat-of-ref:a")
                .withKey("to a-1")
                .saying(Kind.SENT)
                .event());

        assertThat(whileLocked("command", "to a", "to z", ledger.confirmations::matchBatch))
                .isPositive();
    }

    @OnEachDatabase
    void commands_of_new_conversations_above_the_advice_and_those_that_are_done() throws Exception {
        open(TestLedger.on(url = freshDatabase(), clock).advisedNew(1));
        ledger.accept(create("create", "a", 1));
        ledger.workAll();
        ledger.accept(send("to a", "a"), create("z", "z", 1));
        List<Mailbox> claimed = ledger.claim();
        assertThat(claimed).hasSize(2);

        assertThat(whileLocked("command", "to a", "z", () -> ledger.makeCalls(claimed)))
                .hasSize(2);
    }

    private void open(TestLedger.Builder settings) {
        ledger = settings.open();
    }

    private void aMessage(String ref) throws Exception {
        ledger.accept(create("create " + ref, ref, 1), send("to " + ref, ref));
        for (int i = 0; i < 2; i++) {
            ledger.workAll();
        }
    }

    private void aMessageFails(String ref) throws Exception {
        aMessage(ref);
        ledger.store(TestEvent.of("failed " + ref, "type")
                .inChat("chat-of-ref:" + ref)
                .withKey("to " + ref + "-1")
                .failing(Kind.NOT_SENT, 4001)
                .event());
    }

    /** Works while somebody has locked the first row, and requires that the second one is free then. */
    private <T> T whileLocked(String table, String first, String second, Callable<T> work) throws Exception {
        try (Handle handle = ledger.database.jdbi().open()) {
            handle.begin();
            assertThat(lock(handle, table, first)).hasSize(1);
            Future<T> result = worker.submit(work);
            await("it waits for " + first)
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> ledger.database.jdbi().withHandle(this::countWaiting) > 0);
            assertThat(lock(handle, table, second)).as(second + " is free").hasSize(1);
            handle.commit();
            return result.get(30, TimeUnit.SECONDS);
        }
    }

    private static List<String> lock(Handle handle, String table, String key) {
        String column = table.equals("command") ? "command_id" : "mailbox";
        return handle.createQuery(
                        "SELECT " + column + " FROM " + table + " WHERE " + column + " = :key FOR UPDATE SKIP LOCKED")
                .bind("key", key)
                .mapTo(String.class)
                .list();
    }

    private int countWaiting(Handle handle) {
        return handle.createQuery(
                        url.startsWith("jdbc:h2:")
                                ? "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL"
                                : "SELECT COUNT(*) FROM pg_locks WHERE NOT granted")
                .mapTo(Integer.class)
                .one();
    }
}
