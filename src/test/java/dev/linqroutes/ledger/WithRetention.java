package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestAnswers.fault;
import static dev.linqroutes.ledger.TestBatches.row;
import static dev.linqroutes.ledger.TestCommands.like;
import static dev.linqroutes.ledger.TestCommands.sendToChat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.chat.ChatState.Member;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
import dev.linqroutes.ledger.mailbox.CallResult.Failed;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.ops.RetentionJob;
import dev.linqroutes.ledger.ops.RetentionRule;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A ledger with retention. */
abstract class WithRetention extends OnH2AndPostgres {
    static final Duration RETENTION = Duration.ofDays(90);
    static final Duration FAILED_RETENTION = Duration.ofDays(180);
    static final Duration MEDIA_RETENTION = Duration.ofDays(1);
    static final Duration YEARS = Duration.ofDays(3650);
    static final String LINE = "+12223334444";
    final TestClock clock = new TestClock();
    TestBatches batches;
    TestLedger ledger;
    RetentionJob retention;
    private int events;

    @BeforeEach
    void open() throws Exception {
        batches = new TestBatches(TestLedger.on(freshDatabase(), clock).confirming());
        ledger = batches.ledger;
        retention = retention();
    }

    RetentionJob retention() {
        return new RetentionJob(
                ledger.database,
                TestLedger.TOPICS,
                clock,
                new RetentionJob.Periods(RETENTION, FAILED_RETENTION, TestLedger.REMEMBERED, MEDIA_RETENTION));
    }

    @AfterEach
    void close() {
        batches.close();
    }

    /** Accepts the commands and works them until they are finished. */
    void acceptAndWork(PlannedCommand... commands) throws Exception {
        ledger.accept(commands);
        workAndConfirm();
    }

    /** As if no event had described any chat. */
    void deleteChats() {
        ledger.database.jdbi().useHandle(handle -> handle.execute("DELETE FROM chat"));
    }

    /** Linq accepts all calls and confirms all messages. */
    void workAndConfirm() throws Exception {
        while (!ledger.workTogether(ledger.claim()).isEmpty()) {
            confirm();
        }
    }

    void confirm() {
        Map<String, String> awaited = inTransaction(handle -> handle.createQuery(
                        """
                                SELECT idempotency_key, chat_group.chat_id
                                FROM call
                                JOIN chat_group ON chat_group.mailbox = call.mailbox
                                WHERE confirm_at IS NOT NULL
                                """)
                .setMapKeyColumn("idempotency_key")
                .setMapValueColumn("chat_id")
                .collectInto(new GenericType<>() {}));
        ledger.store(awaited.entrySet().stream()
                .map(each -> TestEvent.of("e" + events++, "message.sent")
                        .withKey(each.getKey())
                        .inChat(each.getValue())
                        .saying(Kind.SENT)
                        .event())
                .toArray(VerifiedEvent[]::new));
        while (count("call WHERE confirm_at IS NOT NULL") > 0) {
            ledger.confirmations.matchBatch();
        }
    }

    void failNextCall(Mailbox mailbox) {
        ledger.record(mailbox, new Failed(fault(400)));
    }

    static String chatOf(String groupRef) {
        return "chat-of-ref:" + groupRef;
    }

    void receiveEvent(String chatId, Consumer<TestEvent> what) {
        TestEvent event = TestEvent.of("e" + events++, "participant.removed")
                .inChat(chatId)
                .onLine(LINE);
        what.accept(event);
        ledger.store(event.event());
    }

    /** Records the chat as read from Linq, with this status of its line. */
    void recordLineStatus(String chatId, String status) {
        Member line =
                new Member(LINE, status, Optional.empty(), Optional.empty(), Optional.empty(), true, clock.instant());
        receiveEvent(
                chatId,
                event -> event.showing(new ChatState(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(true),
                        true,
                        Map.of(LINE, line))));
        ledger.chats.finishRead(chatId);
    }

    PlannedCommand delayed(PlannedCommand command) {
        return like(command)
                .notBefore(clock.instant().plus(YEARS).minusSeconds(1))
                .asItIs();
    }

    static PlannedCommand[] commands(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(i -> row("f-a", 2L + i, sendToChat("c" + i, "chat-" + i)))
                .toArray(PlannedCommand[]::new);
    }

    void completeAndFinish(String name) {
        batches.completion.recordCompletedParts();
        assertThat(batches.isCompleted(name)).isTrue();
        assertThat(batches.finish(name)).isTrue();
    }

    List<Outbox.PendingRecord> takeOutbox() {
        return ledger.takeOutgoing();
    }

    /** Until a run finds nothing: a run has a time limit, and what one rule deletes may be what another waits for. */
    void deleteAll() {
        long before;
        try {
            do {
                before = deletedRows();
            } while (retention.deleteSome() || deletedRows() > before);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private long deletedRows() {
        return RetentionJob.TABLES.stream().mapToLong(retention::deletedRows).sum();
    }

    void runRule(RetentionRule rule) {
        inTransaction(handle -> rule.deleteSome(handle, clock.instant()));
    }

    <T> T inTransaction(Function<Handle, T> work) {
        return ledger.database.jdbi().inTransaction(work::apply);
    }

    long count(String table) {
        return inTransaction(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }

    List<String> names(String table, String column) {
        return inTransaction(handle -> handle.createQuery("SELECT " + column + " FROM " + table + " ORDER BY " + column)
                .mapTo(String.class)
                .list());
    }
}
