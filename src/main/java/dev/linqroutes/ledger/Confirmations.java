package dev.linqroutes.ledger;

import dev.linqroutes.ledger.ChatRowTypes.ChatRow;
import dev.linqroutes.ledger.ConfirmationRowTypes.AwaitedRow;
import dev.linqroutes.ledger.ConfirmationRowTypes.SignalRow;
import dev.linqroutes.ledger.Signal.Kind;
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
public final class Confirmations {
    private static final Logger LOG = LoggerFactory.getLogger(Confirmations.class);
    private static final int MOST_AT_ONCE = 500;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    /** Long enough to cost nothing, and some times before it is forgotten. */
    private static final Duration AFTER_AN_ERROR = Duration.ofMinutes(10);

    private final Database database;
    private final Clock clock;
    private final QuestionClaims<Long> claims;
    private final Settlement settlement;
    private final WorkSignal signals;
    private final WorkSignal relay;

    /**
     * @param longestCall how long a question takes at most; whoever was about to ask for longer has died
     * @param signals wakes {@link #match}
     * @param relay raised when there may be an outcome to relay
     */
    public Confirmations(
            Database database,
            Clock clock,
            Duration longestCall,
            Settlement settlement,
            WorkSignal signals,
            WorkSignal relay) {
        this.database = database;
        this.clock = clock;
        this.claims = new QuestionClaims<>(longestCall);
        this.settlement = settlement;
        this.signals = signals;
        this.relay = relay;
    }

    /**
     * Waits for signals, but not long, and lets the calls know which they are about.
     *
     * @throws LedgerException when the database is away
     */
    public void match() throws InterruptedException {
        int matched = matchSome();
        if (matched == 0) {
            signals.await(LOOK_AGAIN);
            matched = matchSome();
        }
        while (matched == MOST_AT_ONCE) {
            matched = matchSome();
        }
    }

    int matchSome() {
        int matched;
        try {
            matched = matchSome(handle ->
                    handle.createQuery(Database.sql("signals-to-match")).bind("limit", MOST_AT_ONCE));
        } catch (LedgerRefusal | LedgerFault e) {
            matched = matchApart();
        }
        if (matched > 0) {
            relay.raise();
        }
        return matched;
    }

    /** One that cannot be matched is put off, and forgotten with its time; the call that it is about is asked for. */
    private int matchApart() {
        List<Long> signalIds = LedgerTransaction.run(
                database, 3, "find signals", handle -> handle.createQuery(Database.sql("due-signal-ids"))
                        .bind("now", clock.instant())
                        .bind("limit", MOST_AT_ONCE)
                        .mapTo(Long.class)
                        .list());
        if (!signalIds.isEmpty()) {
            Halving.each(
                    signalIds,
                    some -> matchSome(handle ->
                            handle.createQuery(Database.sql("due-signals")).bindArray("signalIds", Long.class, some)),
                    this::putOffSignal);
        }
        return signalIds.size();
    }

    private void putOffSignal(long signalId, LedgerException error) {
        Halving.tell(LOG, "what an event says of a call (signal " + signalId + ") cannot be used now", error);
        LedgerTransaction.run(
                database, 3, "put off a signal", handle -> handle.createUpdate(Database.sql("look-at-signal-again"))
                        .bind("signalId", signalId)
                        .bind("lookAt", clock.instant().plus(AFTER_AN_ERROR))
                        .execute());
    }

    private int matchSome(Function<Handle, Query> query) {
        Matched matched =
                LedgerTransaction.run(database, 3, "match signals", handle -> match(handle, query.apply(handle)));
        tell(matched.decided);
        return matched.signals;
    }

    private record Matched(int signals, List<Told.Of> decided) {}

    private Matched match(Handle handle, Query query) {
        Instant now = clock.instant();
        List<SignalRow> due = query.bind("now", now).mapTo(SignalRow.class).stream()
                // In the order in which they came.
                .sorted(Comparator.comparing(SignalRow::signalId))
                .toList();
        if (due.isEmpty()) {
            return new Matched(0, List.of());
        }
        Map<Long, AwaitedCall> awaited = awaited(handle, due);
        List<Told.Of> told = new ArrayList<>();
        List<Long> used = new ArrayList<>();
        PreparedBatch kept = handle.prepareBatch(Database.sql("look-at-signal-again"));
        Set<String> direct = directChats(handle, due);
        for (SignalRow signal : due) {
            List<Told.Of> meant = signal.kind() == Kind.NOT_SENT && direct.contains(signal.chatId())
                    ? List.of()
                    : Told.by(signal, awaited.values(), now);
            for (Told.Of each : meant) {
                told.add(each);
                if (each.finding() instanceof Finding.Half half) {
                    awaited.put(each.call().callId(), each.call().with(half.set()));
                } else {
                    awaited.remove(each.call().callId());
                }
            }
            if (meant.isEmpty() || signal.kind().saysWhatIsSo()) {
                kept.bind("signalId", signal.signalId())
                        .bind("lookAt", now.plus(untilNextLook(signal, now)))
                        .add();
            } else {
                used.add(signal.signalId());
            }
        }
        if (!used.isEmpty()) {
            handle.createUpdate(Database.sql("delete-signals"))
                    .bindArray("signalIds", Long.class, used)
                    .execute();
        }
        LedgerTransaction.execute(kept);
        return new Matched(due.size(), write(handle, told));
    }

    /**
     * The answer to the call may not be recorded yet, or be recorded at this moment by another transaction: as long again
     * as the signal is old, so that an answer that is late by some time is met in about twice that time.
     */
    private static Duration untilNextLook(SignalRow signal, Instant now) {
        Duration age = Duration.between(signal.receivedAt(), now);
        return age.compareTo(LOOK_AGAIN) > 0 ? age : LOOK_AGAIN;
    }

    /** In these a failure is not final, since a delivery may still follow (reference 4.8): Linq is asked at the deadline. */
    private static Set<String> directChats(Handle handle, List<SignalRow> signals) {
        List<String> chatIds = present(
                signals.stream()
                        .filter(signal -> signal.kind() == Kind.NOT_SENT)
                        .toList(),
                SignalRow::chatId);
        if (chatIds.isEmpty()) {
            return Set.of();
        }
        return handle
                .createQuery(Database.sql("chats"))
                .bindArray("chatIds", String.class, chatIds)
                .mapTo(ChatRow.class)
                .stream()
                .filter(row -> row.state() != null)
                .filter(row -> Chats.state(row).group().equals(Optional.of(false)))
                .map(ChatRow::chatId)
                .collect(Collectors.toSet());
    }

    /** In the order in which they were made. */
    private static Map<Long, AwaitedCall> awaited(Handle handle, List<SignalRow> signals) {
        List<Long> callIds = handle.createQuery(Database.sql("awaited-call-ids"))
                .bindArray("chatIds", String.class, present(signals, SignalRow::chatId))
                .bindArray("messageIds", String.class, present(signals, SignalRow::messageId))
                .bindArray("traceIds", String.class, present(signals, SignalRow::traceId))
                .mapTo(Long.class)
                .list();
        Map<Long, AwaitedCall> awaited = new TreeMap<>();
        stillAwaited(handle, callIds).forEach(call -> awaited.put(call.callId(), call));
        return awaited;
    }

    /** Those of them that are awaited still; they are locked. */
    private static List<AwaitedCall> stillAwaited(Handle handle, List<Long> callIds) {
        return callIds.isEmpty()
                ? List.of()
                : handle.createQuery(Database.sql("awaited-calls"))
                        .bindArray("callIds", Long.class, callIds)
                        .mapTo(AwaitedRow.class)
                        .map(AwaitedRow::call)
                        .list();
    }

    private static List<String> present(List<SignalRow> signals, Function<SignalRow, String> value) {
        return signals.stream().map(value).filter(Objects::nonNull).distinct().toList();
    }

    /** Those by which a call is decided now. */
    private List<Told.Of> write(Handle handle, List<Told.Of> told) {
        PreparedBatch done = handle.prepareBatch(Database.sql("call-told"));
        PreparedBatch half = handle.prepareBatch(Database.sql("call-half-told"));
        List<Told.Of> decided = new ArrayList<>();
        for (Told.Of each : told) {
            long callId = each.call().callId();
            if (each.finding() instanceof Finding.Half part) {
                half.bind("callId", callId).bind("half", part.set()).add();
            } else if (each.finding() instanceof Finding.Open open) {
                putOff(handle, List.of(callId), clock.instant().plus(open.after()));
            } else {
                bind(done.bind("callId", callId), each.finding()).add();
                decided.add(each);
            }
        }
        LedgerTransaction.execute(half);
        if (decided.isEmpty()) {
            return List.of();
        }
        int[] changed = LedgerTransaction.countsOfOne(done);
        // One that an event has decided before stays as it is.
        List<Told.Of> now = IntStream.range(0, changed.length)
                .filter(i -> changed[i] == 1)
                .mapToObj(decided::get)
                .toList();
        settlement.settle(
                handle, now.stream().map(each -> each.call().commandId()).collect(Collectors.toSet()), clock.instant());
        return now;
    }

    private static void tell(List<Told.Of> decided) {
        decided.forEach(each -> each.finding()
                .complaint()
                .ifPresent(complaint -> LOG.warn("{} {}", each.call().name(), complaint)));
    }

    private static PreparedBatch bind(PreparedBatch done, Finding finding) {
        if (finding instanceof Finding.Refused refused) {
            return done.bind("status", "refused")
                    .bind("errorCode", refused.fault().code().orElse(null))
                    .bind("errorMessage", StorableText.message(refused.fault().message()));
        }
        if (finding instanceof Finding.Unknown unknown) {
            return done.bind("status", "unconfirmed")
                    .bind("errorCode", (Integer) null)
                    .bind("errorMessage", StorableText.message(unknown.why()));
        }
        return done.bind("status", "confirmed")
                .bind("errorCode", (Integer) null)
                .bind("errorMessage", (String) null);
    }

    private static void putOff(Handle handle, List<Long> callIds, Instant until) {
        handle.createUpdate(Database.sql("put-off-call"))
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
    public List<AwaitedCall> late(int most) {
        Instant now = clock.instant();
        List<AwaitedCall> late = late(most, now);
        claims.claimed(late.stream().map(AwaitedCall::callId).toList(), claims.end(now));
        return late;
    }

    private List<AwaitedCall> late(int most, Instant now) {
        try {
            return LedgerTransaction.run(
                    database, 3, "find late calls", handle -> stillAwaited(handle, putOffLate(handle, most, now)));
        } catch (LedgerRefusal | LedgerFault e) {
            return lateApart(most, now);
        }
    }

    /** One that cannot be read is put off like the others, and met again then. */
    private List<AwaitedCall> lateApart(int most, Instant now) {
        List<Long> callIds =
                LedgerTransaction.run(database, 3, "find late calls", handle -> putOffLate(handle, most, now));
        List<AwaitedCall> late = new ArrayList<>();
        if (!callIds.isEmpty()) {
            Halving.each(
                    callIds,
                    some -> late.addAll(LedgerTransaction.run(
                            database, 3, "read late calls", handle -> stillAwaited(handle, some))),
                    (callId, error) -> Halving.tell(
                            LOG, "what became of the call with id " + callId + " cannot be asked now", error));
        }
        return late;
    }

    private List<Long> putOffLate(Handle handle, int most, Instant now) {
        List<Long> callIds = handle.createQuery(Database.sql("late-calls"))
                .bind("now", now)
                .bind("limit", most)
                .mapTo(Long.class)
                .list();
        if (!callIds.isEmpty()) {
            putOff(handle, callIds, claims.end(now));
        }
        return callIds;
    }

    /**
     * Claims one of the {@link #late} calls anew, now that Linq is about to be asked. False when it is not this process's to
     * ask about any more: its claim has run out and another process has it, or an event has told meanwhile.
     *
     * @throws LedgerException when the database is away
     */
    public boolean beginQuestion(AwaitedCall call) {
        return claims.take(call.callId())
                .map(end -> LedgerTransaction.run(
                        database, 3, "begin a question", handle -> handle.createUpdate(Database.sql("begin-question"))
                                .bind("callId", call.callId())
                                .bind("claimedUntil", end)
                                .bind("until", claims.end(clock.instant()))
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
    public List<LaterChange> changesSince(AwaitedCall call) {
        return LedgerTransaction.run(
                database, 3, "find later changes", handle -> handle.createQuery(Database.sql("changes-since"))
                        .bind("callId", call.callId())
                        .mapTo(LaterChange.class)
                        .list());
    }

    /**
     * Records what Linq said of a call when it was asked. If an event has told meanwhile, that counts.
     *
     * @throws LedgerException when the database is away
     */
    public void found(AwaitedCall call, Finding finding) {
        tell(LedgerTransaction.run(
                database,
                3,
                "record what a call came to",
                handle -> write(handle, List.of(new Told.Of(call, finding)))));
        relay.raise();
    }
}
