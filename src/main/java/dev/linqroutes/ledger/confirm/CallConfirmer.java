package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.chat.ChatRecorder;
import dev.linqroutes.ledger.chat.ChatRowTypes.ChatRow;
import dev.linqroutes.ledger.confirm.ConfirmationRowTypes.AwaitedRow;
import dev.linqroutes.ledger.confirm.ConfirmationRowTypes.SignalRow;
import dev.linqroutes.ledger.confirm.Signal.Kind;
import dev.linqroutes.ledger.db.Bisection;
import dev.linqroutes.ledger.db.ClaimDeadlines;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.outbox.CommandCompletion;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what accepted calls came to: by what events say, and where these say nothing by what Linq answers when it is
 * asked. An event and the answer to the call are stored by themselves, in either order; only here they meet.
 */
public final class CallConfirmer {
    private static final Logger LOG = LoggerFactory.getLogger(CallConfirmer.class);
    private static final int MAX_BATCH_SIZE = 500;
    private static final Duration MIN_RECHECK_DELAY = Duration.ofMillis(200);

    /** Long enough to cost nothing, and some times before it is forgotten. */
    private static final Duration RETRY_DELAY = Duration.ofMinutes(10);

    private final Database database;
    private final Clock clock;
    private final ClaimDeadlines<Long> claims;
    private final CommandCompletion commandCompletion;
    private final Wakeup signalWakeup;
    private final Wakeup relayWakeup;

    /**
     * @param longestCall how long a question takes at most; whoever was about to ask for longer has died
     * @param signals wakes {@link #matchSignals}
     * @param relay raised when there may be an outcome to relay
     */
    public CallConfirmer(
            Database database,
            Clock clock,
            Duration longestCall,
            CommandCompletion settlement,
            Wakeup signals,
            Wakeup relay) {
        this.database = database;
        this.clock = clock;
        this.claims = new ClaimDeadlines<>(longestCall);
        this.commandCompletion = settlement;
        this.signalWakeup = signals;
        this.relayWakeup = relay;
    }

    /**
     * Waits for signals, but not long, and lets the calls know which they are about.
     *
     * @throws LedgerException when the database is away
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

    /** One that cannot be matched is put off, and forgotten with its time; the call that it is about is asked for. */
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
        Bisection.logFailure(LOG, "what an event says of a call (signal " + signalId + ") cannot be used now", error);
        LedgerTransaction.run(
                database, 3, "put off a signal", handle -> handle.createUpdate(Database.sql("confirm/defer-signal"))
                        .bind("signalId", signalId)
                        .bind("lookAt", clock.instant().plus(RETRY_DELAY))
                        .execute());
    }

    private int matchBatch(Function<Handle, Query> query) {
        MatchedBatch matched = LedgerTransaction.run(
                database, 3, "match signals", handle -> matchInTransaction(handle, query.apply(handle)));
        logProblems(matched.decided);
        return matched.signals;
    }

    private record MatchedBatch(int signals, List<SignalMatcher.Match> decided) {}

    private MatchedBatch matchInTransaction(Handle handle, Query query) {
        Instant now = clock.instant();
        List<SignalRow> due = query.bind("now", now).mapTo(SignalRow.class).stream()
                // In the order in which they came.
                .sorted(Comparator.comparing(SignalRow::signalId))
                .toList();
        if (due.isEmpty()) {
            return new MatchedBatch(0, List.of());
        }
        Map<Long, AwaitedCall> awaited = findAwaitedCalls(handle, due);
        List<SignalMatcher.Match> told = new ArrayList<>();
        List<Long> used = new ArrayList<>();
        PreparedBatch kept = handle.prepareBatch(Database.sql("confirm/defer-signal"));
        Set<String> direct = directChats(handle, due);
        for (SignalRow signal : due) {
            List<SignalMatcher.Match> meant = signal.kind() == Kind.NOT_SENT && direct.contains(signal.chatId())
                    ? List.of()
                    : SignalMatcher.match(signal, awaited.values(), now);
            for (SignalMatcher.Match each : meant) {
                told.add(each);
                if (each.result() instanceof ConfirmationResult.Partial half) {
                    awaited.put(each.call().callId(), each.call().withConfirmed(half.confirmed()));
                } else {
                    awaited.remove(each.call().callId());
                }
            }
            if (meant.isEmpty() || signal.kind().isStateReport()) {
                kept.bind("signalId", signal.signalId())
                        .bind("lookAt", now.plus(recheckDelay(signal, now)))
                        .add();
            } else {
                used.add(signal.signalId());
            }
        }
        if (!used.isEmpty()) {
            handle.createUpdate(Database.sql("confirm/delete-signals"))
                    .bindArray("signalIds", Long.class, used)
                    .execute();
        }
        LedgerTransaction.execute(kept);
        return new MatchedBatch(due.size(), recordMatches(handle, told));
    }

    /**
     * The answer to the call may not be recorded yet, or be recorded at this moment by another transaction: as long again
     * as the signal is old, so that an answer that is late by some time is met in about twice that time.
     */
    private static Duration recheckDelay(SignalRow signal, Instant now) {
        Duration age = Duration.between(signal.receivedAt(), now);
        return age.compareTo(MIN_RECHECK_DELAY) > 0 ? age : MIN_RECHECK_DELAY;
    }

    /** In these a failure is not final, since a delivery may still follow (reference 4.8): Linq is asked at the deadline. */
    private static Set<String> directChats(Handle handle, List<SignalRow> signals) {
        List<String> chatIds = distinctPresent(
                signals.stream()
                        .filter(signal -> signal.kind() == Kind.NOT_SENT)
                        .toList(),
                SignalRow::chatId);
        if (chatIds.isEmpty()) {
            return Set.of();
        }
        return handle
                .createQuery(Database.sql("chat/find-chats"))
                .bindArray("chatIds", String.class, chatIds)
                .mapTo(ChatRow.class)
                .stream()
                .filter(row -> row.state() != null)
                .filter(row -> ChatRecorder.readState(row).isGroup().equals(Optional.of(false)))
                .map(ChatRow::chatId)
                .collect(Collectors.toSet());
    }

    /** In the order in which they were made. */
    private static Map<Long, AwaitedCall> findAwaitedCalls(Handle handle, List<SignalRow> signals) {
        List<Long> callIds = handle.createQuery(Database.sql("confirm/find-awaited-call-ids"))
                .bindArray("chatIds", String.class, distinctPresent(signals, SignalRow::chatId))
                .bindArray("messageIds", String.class, distinctPresent(signals, SignalRow::messageId))
                .bindArray("traceIds", String.class, distinctPresent(signals, SignalRow::traceId))
                .mapTo(Long.class)
                .list();
        Map<Long, AwaitedCall> awaited = new TreeMap<>();
        lockAwaitedCalls(handle, callIds).forEach(call -> awaited.put(call.callId(), call));
        return awaited;
    }

    /** Those of them that are awaited still; they are locked. */
    private static List<AwaitedCall> lockAwaitedCalls(Handle handle, List<Long> callIds) {
        return callIds.isEmpty()
                ? List.of()
                : handle.createQuery(Database.sql("confirm/lock-awaited-calls"))
                        .bindArray("callIds", Long.class, callIds)
                        .mapTo(AwaitedRow.class)
                        .map(AwaitedRow::call)
                        .list();
    }

    private static List<String> distinctPresent(List<SignalRow> signals, Function<SignalRow, String> value) {
        return signals.stream().map(value).filter(Objects::nonNull).distinct().toList();
    }

    /** Those by which a call is decided now. */
    private List<SignalMatcher.Match> recordMatches(Handle handle, List<SignalMatcher.Match> told) {
        PreparedBatch done = handle.prepareBatch(Database.sql("confirm/confirm-call"));
        PreparedBatch half = handle.prepareBatch(Database.sql("confirm/confirm-call-field"));
        List<SignalMatcher.Match> decided = new ArrayList<>();
        for (SignalMatcher.Match each : told) {
            long callId = each.call().callId();
            if (each.result() instanceof ConfirmationResult.Partial part) {
                half.bind("callId", callId).bind("half", part.confirmed()).add();
            } else if (each.result() instanceof ConfirmationResult.Pending open) {
                deferCalls(handle, List.of(callId), clock.instant().plus(open.delay()));
            } else {
                bindResult(done.bind("callId", callId), each.result()).add();
                decided.add(each);
            }
        }
        LedgerTransaction.execute(half);
        if (decided.isEmpty()) {
            return List.of();
        }
        int[] changed = LedgerTransaction.executeCountingRows(done);
        // One that an event has decided before stays as it is.
        List<SignalMatcher.Match> now = IntStream.range(0, changed.length)
                .filter(i -> changed[i] == 1)
                .mapToObj(decided::get)
                .toList();
        commandCompletion.completeFinished(
                handle, now.stream().map(each -> each.call().commandId()).collect(Collectors.toSet()), clock.instant());
        return now;
    }

    private static void logProblems(List<SignalMatcher.Match> decided) {
        decided.forEach(each -> each.result()
                .describeProblem()
                .ifPresent(complaint -> LOG.warn("{} {}", each.call().describe(), complaint)));
    }

    private static PreparedBatch bindResult(PreparedBatch done, ConfirmationResult finding) {
        if (finding instanceof ConfirmationResult.Refused refused) {
            return done.bind("status", "refused")
                    .bind("errorCode", refused.fault().code().orElse(null))
                    .bind("errorMessage", StorableText.ofMessage(refused.fault().message()));
        }
        if (finding instanceof ConfirmationResult.Undetermined unknown) {
            return done.bind("status", "unconfirmed")
                    .bind("errorCode", (Integer) null)
                    .bind("errorMessage", StorableText.ofMessage(unknown.reason()));
        }
        return done.bind("status", "confirmed")
                .bind("errorCode", (Integer) null)
                .bind("errorMessage", (String) null);
    }

    private static void deferCalls(Handle handle, List<Long> callIds, Instant until) {
        handle.createUpdate(Database.sql("confirm/defer-calls"))
                .bind("confirmAt", until)
                .bindArray("callIds", Long.class, callIds)
                .execute();
    }

    /**
     * Calls of which no event has told in time. Nobody else gets them for a while.
     *
     * @param most at most so many
     * @throws LedgerException when the database is away
     */
    public List<AwaitedCall> claimLateCalls(int most) {
        Instant now = clock.instant();
        List<AwaitedCall> late = claimLateCalls(most, now);
        claims.record(late.stream().map(AwaitedCall::callId).toList(), claims.deadlineAfter(now));
        return late;
    }

    private List<AwaitedCall> claimLateCalls(int most, Instant now) {
        try {
            return LedgerTransaction.run(
                    database,
                    3,
                    "find late calls",
                    handle -> lockAwaitedCalls(handle, claimLateIds(handle, most, now)));
        } catch (LedgerDataRefused | LedgerFault e) {
            return claimIsolated(most, now);
        }
    }

    /** One that cannot be read is put off like the others, and met again then. */
    private List<AwaitedCall> claimIsolated(int most, Instant now) {
        List<Long> callIds =
                LedgerTransaction.run(database, 3, "find late calls", handle -> claimLateIds(handle, most, now));
        List<AwaitedCall> late = new ArrayList<>();
        if (!callIds.isEmpty()) {
            Bisection.isolateFailures(
                    callIds,
                    some -> late.addAll(LedgerTransaction.run(
                            database, 3, "read late calls", handle -> lockAwaitedCalls(handle, some))),
                    (callId, error) -> Bisection.logFailure(
                            LOG, "what became of the call with id " + callId + " cannot be asked now", error));
        }
        return late;
    }

    private List<Long> claimLateIds(Handle handle, int most, Instant now) {
        List<Long> callIds = handle.createQuery(Database.sql("confirm/lock-late-calls"))
                .bind("now", now)
                .bind("limit", most)
                .mapTo(Long.class)
                .list();
        if (!callIds.isEmpty()) {
            deferCalls(handle, callIds, claims.deadlineAfter(now));
        }
        return callIds;
    }

    /**
     * Claims one of the {@link #claimLateCalls} calls anew, now that Linq is about to be asked. False when it is not this process's to
     * ask about any more: its claim has run out and another process has it, or an event has told meanwhile.
     *
     * @throws LedgerException when the database is away
     */
    public boolean renewClaim(AwaitedCall call) {
        return claims.take(call.callId())
                .map(end -> LedgerTransaction.run(database, 3, "begin a question", handle -> handle.createUpdate(
                                Database.sql("confirm/renew-call-claim"))
                        .bind("callId", call.callId())
                        .bind("claimedUntil", end)
                        .bind("until", claims.deadlineAfter(clock.instant()))
                        .execute()))
                .filter(begun -> begun == 1)
                .isPresent();
    }

    /**
     * What has been sent since the call to change its chat. To be asked for when Linq has shown the chat, so that nothing is
     * missing whose work it may have shown.
     *
     * @throws LedgerException when the database is away
     */
    public List<LaterChange> findLaterChanges(AwaitedCall call) {
        return LedgerTransaction.run(database, 3, "find later changes", handle -> handle.createQuery(
                        Database.sql("confirm/find-later-changes"))
                .bind("callId", call.callId())
                .mapTo(LaterChange.class)
                .list());
    }

    /**
     * Records what Linq said of a call when it was asked. If an event has told meanwhile, that counts.
     *
     * @throws LedgerException when the database is away
     */
    public void recordResult(AwaitedCall call, ConfirmationResult finding) {
        logProblems(LedgerTransaction.run(
                database,
                3,
                "record what a call came to",
                handle -> recordMatches(handle, List.of(new SignalMatcher.Match(call, finding)))));
        relayWakeup.signal();
    }
}
