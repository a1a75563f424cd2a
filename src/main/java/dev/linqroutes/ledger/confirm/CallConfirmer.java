package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.chat.ChatRecorder;
import dev.linqroutes.ledger.confirm.ConfirmationRowTypes.SignalRow;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.confirm.SignalMatcher.Match;
import dev.linqroutes.ledger.db.Bisection;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.outbox.CommandCompletion;
import dev.linqroutes.trace.CommandTracer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confirms accepted calls: by what events report, and without an event by the state that Linq returns when it is read back.
 * Events and responses are stored independently, in either order; they are matched here.
 */
public final class CallConfirmer {
    /** A chat gets a few changes while one of them is confirmed. */
    public static final int MAX_LATER_CHANGES = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(CallConfirmer.class);
    private static final GenericType<List<Long>> CALL_IDS = new GenericType<>() {};
    private static final int MAX_BATCH_SIZE = 500;
    private static final Duration MIN_RECHECK_DELAY = Duration.ofMillis(200);

    /** Long enough to cost nothing, short enough for several attempts before the signal is deleted. */
    private static final Duration RETRY_DELAY = Duration.ofMinutes(10);

    private final Database database;
    private final Clock clock;
    private final ConfirmationRecorder recorder;
    private final LateCallClaimer lateCalls;
    private final Wakeup signalWakeup;
    private final Wakeup relayWakeup;

    /**
     * @param maxReadTime maximum duration of a read from Linq, after which its claim expires
     * @param signalWakeup wakes {@link #matchSignals}
     * @param relayWakeup raised when there may be an outcome to relay
     */
    public CallConfirmer(
            Database database,
            Clock clock,
            Duration maxReadTime,
            CommandCompletion commandCompletion,
            ResendPolicy resendPolicy,
            MeterRegistry metrics,
            Wakeup signalWakeup,
            Wakeup relayWakeup,
            CommandTracer tracer) {
        this.database = database;
        this.clock = clock;
        this.recorder = new ConfirmationRecorder(clock, commandCompletion, resendPolicy, metrics, tracer);
        this.lateCalls = new LateCallClaimer(database, clock, maxReadTime);
        this.signalWakeup = signalWakeup;
        this.relayWakeup = relayWakeup;
    }

    /**
     * Waits a short time for signals, and applies them to the calls they are about.
     *
     * @throws LedgerException when the database is unavailable
     */
    public void matchSignals() throws InterruptedException {
        int matched = matchBatch();
        if (matched == 0) {
            signalWakeup.await(MIN_RECHECK_DELAY);
            matched = matchBatch();
        }
        while (matched == MAX_BATCH_SIZE) {
            matched = matchBatch();
        }
    }

    /** @return the number of due signals, whether they matched a call or not */
    public int matchBatch() {
        int matched;
        try {
            matched = matchBatch(handle ->
                    handle.createQuery(Database.sql("confirm/lock-due-signals")).bind("limit", MAX_BATCH_SIZE));
        } catch (LedgerDataRefused | LedgerFault e) {
            matched = matchIsolated();
        }
        if (matched > 0) {
            relayWakeup.signal();
        }
        return matched;
    }

    /** A signal that cannot be applied is deferred, and deleted at its age limit; its call is then read back from Linq. */
    private int matchIsolated() {
        List<Long> signalIds = LedgerTransaction.run(
                database, 3, "find signals", handle -> handle.createQuery(Database.sql("confirm/find-due-signal-ids"))
                        .bind("now", clock.instant())
                        .bind("limit", MAX_BATCH_SIZE)
                        .mapTo(Long.class)
                        .list());
        if (!signalIds.isEmpty()) {
            Bisection.isolateFailures(
                    signalIds,
                    some -> matchBatch(handle -> handle.createQuery(Database.sql("confirm/lock-signals"))
                            .bindArray("signalIds", Long.class, some)),
                    this::deferSignal);
        }
        return signalIds.size();
    }

    private void deferSignal(long signalId, LedgerException error) {
        Bisection.logFailure(
                LOG,
                "cannot apply what an event reports about a call (signal " + signalId + "), retrying in "
                        + RETRY_DELAY.toMinutes() + " min",
                error);
        LedgerTransaction.run(
                database, 3, "defer a signal", handle -> handle.createUpdate(Database.sql("confirm/defer-signal"))
                        .bind("signalId", signalId)
                        .bind("lookAt", clock.instant().plus(RETRY_DELAY))
                        .execute());
    }

    private int matchBatch(Function<Handle, Query> query) {
        return LedgerTransaction.run(
                database, 3, "match signals", handle -> matchInTransaction(handle, query.apply(handle)));
    }

    private int matchInTransaction(Handle handle, Query query) {
        Instant now = clock.instant();
        List<SignalRow> due = query.bind("now", now).mapTo(SignalRow.class).stream()
                // In order of arrival.
                .sorted(Comparator.comparing(SignalRow::signalId))
                .toList();
        if (due.isEmpty()) {
            return 0;
        }
        AwaitedCalls awaited = findAwaitedCalls(handle, due);
        Set<String> directChats = findDirectChats(handle, due);
        List<Match> matches = new ArrayList<>();
        List<Long> consumed = new ArrayList<>();
        PreparedBatch deferrals = handle.prepareBatch(Database.sql("confirm/defer-signal"));
        for (SignalRow signal : due) {
            boolean inconclusive = signal.kind() == Kind.NOT_SENT
                    && signal.chatId().filter(directChats::contains).isPresent();
            List<Match> found = inconclusive ? List.of() : SignalMatcher.match(signal, awaited, now);
            for (Match match : found) {
                matches.add(match);
                if (match.result() instanceof ConfirmationResult.Partial partial) {
                    awaited.put(match.call().withConfirmed(partial.confirmed()));
                } else {
                    awaited.remove(match.call());
                }
            }
            if (found.isEmpty() || signal.kind().isStateReport()) {
                deferrals
                        .bind("signalId", signal.signalId())
                        .bind("lookAt", now.plus(recheckDelay(signal, now)))
                        .add();
            } else {
                consumed.add(signal.signalId());
            }
        }
        if (!consumed.isEmpty()) {
            handle.createUpdate(Database.sql("confirm/delete-signals"))
                    .bindArray("signalIds", Long.class, consumed)
                    .execute();
        }
        LedgerTransaction.execute(deferrals);
        recorder.record(handle, matches, ConfirmationRecorder.Source.EVENT);
        return due.size();
    }

    /**
     * The response to the call may not be recorded yet, or another transaction may be recording it now. The delay equals the
     * age of the signal, so that a response that is late by some time is matched within about twice that time.
     */
    private static Duration recheckDelay(SignalRow signal, Instant now) {
        Duration age = Duration.between(signal.receivedAt(), now);
        return age.compareTo(MIN_RECHECK_DELAY) > 0 ? age : MIN_RECHECK_DELAY;
    }

    /** In direct chats a failure is not final, because a delivery may follow (reference 4.8): Linq is read at the deadline. */
    private static Set<String> findDirectChats(Handle handle, List<SignalRow> signals) {
        List<SignalRow> failures = signals.stream()
                .filter(signal -> signal.kind() == Kind.NOT_SENT)
                .toList();
        return Set.copyOf(ChatRecorder.findDirectChats(handle, distinctPresent(failures, SignalRow::chatId)));
    }

    /** Those of a whole chat only where no id identifies the call: a message is found by its own ids, however many others wait. */
    private static AwaitedCalls findAwaitedCalls(Handle handle, List<SignalRow> signals) {
        List<SignalRow> withoutOwnId = signals.stream()
                .filter(signal -> !signal.kind().isAboutOwnMessage())
                .toList();
        List<Long> callIds = readCallIds(handle.createQuery(Database.sql("confirm/find-awaited-call-ids-of-chats"))
                .bindArray("chatIds", String.class, distinctPresent(withoutOwnId, SignalRow::chatId)));
        callIds.addAll(handle.createQuery(Database.sql("confirm/find-awaited-call-ids"))
                .bindArray("idempotencyKeys", String.class, distinctPresent(signals, SignalRow::idempotencyKey))
                .bindArray("messageIds", String.class, distinctPresent(signals, SignalRow::messageId))
                .bindArray("traceIds", String.class, distinctPresent(signals, SignalRow::traceId))
                .mapTo(Long.class)
                .list());
        return new AwaitedCalls(LateCallClaimer.lockAwaited(handle, callIds));
    }

    /** Of rows with an array of them. */
    private static List<Long> readCallIds(Query query) {
        List<Long> callIds = new ArrayList<>();
        query.mapTo(CALL_IDS).forEach(callIds::addAll);
        return callIds;
    }

    private static List<String> distinctPresent(List<SignalRow> signals, Function<SignalRow, Optional<String>> value) {
        return signals.stream().map(value).flatMap(Optional::stream).distinct().toList();
    }

    /**
     * Claims calls that no event has decided in time. No other process gets them until the claim expires.
     *
     * @throws LedgerException when the database is unavailable
     */
    public List<AwaitedCall> claimLateCalls(int limit) {
        return lateCalls.claim(limit);
    }

    /**
     * Renews the claim on a call just before its state is read from Linq.
     *
     * @return false when it is not to be read: the claim has expired and another process has it, or an event has decided the
     *     call in the meantime
     * @throws LedgerException when the database is unavailable
     */
    public boolean renewClaim(AwaitedCall call) {
        return lateCalls.renew(call);
    }

    /**
     * Finds the changes of the same chat that were sent after the call: all of them if they are fewer than {@link #MAX_LATER_CHANGES}.
     * Must be called after Linq has returned the chat, so that no change is missed that the chat may already show.
     *
     * @throws LedgerException when the database is unavailable
     */
    public List<LaterChange> findLaterChanges(AwaitedCall call) {
        return LedgerTransaction.run(database, 3, "find later changes", handle -> {
            List<Long> callIds = readCallIds(handle.createQuery(Database.sql("confirm/find-later-change-ids"))
                    .bind("callId", call.callId())
                    .bind("limit", MAX_LATER_CHANGES));
            return handle.createQuery(Database.sql("confirm/find-later-changes"))
                    .bindArray("callIds", Long.class, callIds.subList(0, Math.min(callIds.size(), MAX_LATER_CHANGES)))
                    .mapTo(LaterChange.class)
                    .list();
        });
    }

    /**
     * Records the result of a read from Linq. If an event has decided the call in the meantime, the event wins.
     *
     * @throws LedgerException when the database is unavailable
     */
    public void recordResult(AwaitedCall call, ConfirmationResult result) {
        LedgerTransaction.run(database, 3, "record the result of a call", handle -> {
            Match match = new Match(call, result, clock.instant(), Optional.empty());
            recorder.record(handle, List.of(match), ConfirmationRecorder.Source.READ);
            return result;
        });
        relayWakeup.signal();
    }
}
