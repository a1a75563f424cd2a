package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A leased mailbox in the hands of one worker: its waiting calls in order, and what is known of its group.
 *
 * <p>Not thread-safe: a worker has it alone. Only how long to work and the last sign of life are for others, too.
 */
public final class Mailbox {
    private final String name;
    private final Lease lease;
    private final Group group;
    private final MessageRateLimiter rateLimiter;
    private final Optional<Blocker> blocker;
    private final Deque<Call> calls;
    private final boolean allLoaded;
    private final long largeBytes;
    private Optional<String> chatId;
    private Optional<Instant> deferredUntil = Optional.empty();
    private boolean firstCallDone;
    private long messagesSent;
    private boolean unblocked;
    private OptionalLong probe = OptionalLong.empty();
    private Optional<CallResult> lastResult = Optional.empty();
    private volatile Instant startDeadline;
    private volatile Instant lastActiveAt;

    /**
     * Why a group's create has to wait for another group of the same line and members (reference 2.2, rule 4).
     *
     * @param chatId the other group's chat, once it has one
     * @param displayName the name that has to be confirmed before the next create
     * @param nameOverdue whether the confirmation is so late that Linq should be asked
     * @param nameless whether no name is to come: unless Linq knows one, the create fails
     */
    public record Blocker(
            String mailbox, Optional<String> chatId, String displayName, boolean nameOverdue, boolean nameless) {}

    /**
     * The hold a worker has on the mailbox.
     *
     * @param token whoever has it may give the mailbox back
     * @param arrivals how much mail had come when it was taken
     * @param startDeadline when to begin no further call unless it is renewed, lest the call outlives the lease
     */
    record Lease(String token, long arrivals, Instant startDeadline) {}

    /**
     * What is known of the group.
     *
     * @param grant what the mailbox may send of its line's day; empty for any number
     */
    record Group(
            Optional<String> groupRef,
            Optional<String> chatId,
            Optional<String> line,
            Optional<LineQuota.Grant> grant) {}

    /**
     * Its next calls, in order.
     *
     * @param allLoaded whether none waited behind them
     * @param largeBytes of a call that has more than a mailbox's part of the memory; else 0
     */
    record LoadedCalls(List<Call> calls, boolean allLoaded, long largeBytes) {}

    Mailbox(
            String name,
            Lease lease,
            Group group,
            MessageRateLimiter pace,
            Optional<Blocker> turn,
            LoadedCalls loaded,
            Instant now) {
        this.name = name;
        this.lease = lease;
        this.group = group;
        this.rateLimiter = pace;
        this.chatId = group.chatId();
        this.blocker = turn;
        this.calls = new ArrayDeque<>(loaded.calls);
        this.allLoaded = loaded.allLoaded;
        this.largeBytes = loaded.largeBytes;
        this.startDeadline = lease.startDeadline();
        this.lastActiveAt = now;
    }

    public String name() {
        return name;
    }

    Lease lease() {
        return lease;
    }

    /** Its worker tries whether Linq works again. */
    void setProbe(OptionalLong number) {
        probe = number;
    }

    OptionalLong probe() {
        return probe;
    }

    /** The lease has been renewed, or was found lost. */
    void setStartDeadline(Instant until) {
        startDeadline = until;
    }

    Instant startDeadline() {
        return startDeadline;
    }

    /** The worker's last sign of life. */
    Instant lastActiveAt() {
        return lastActiveAt;
    }

    /** The messages that count against the pace. */
    List<Instant> recentlySent(Instant now) {
        return rateLimiter.recentlySent(now);
    }

    /** It counts as in memory until the mailbox is given back. */
    long largeBytes() {
        return largeBytes;
    }

    public Optional<String> groupRef() {
        return group.groupRef();
    }

    Optional<String> line() {
        return group.line();
    }

    /** What it may send of its line's day; it counts as sent until the mailbox is given back. */
    Optional<LineQuota.Grant> grant() {
        return group.grant();
    }

    /** The group's chat; empty until it is created. */
    public Optional<String> chatId() {
        return chatId;
    }

    /** Set when the next call is a create that has to wait for another group. */
    public Optional<Blocker> blocker() {
        return blocker;
    }

    /** Whether its create has to wait for another group. */
    public boolean isBlocked() {
        return blocker.isPresent() && !unblocked;
    }

    /** Linq was asked and knows no name either: the create is not to wait any longer, and cannot be made. */
    public void unblock() {
        unblocked = true;
        deferredUntil = Optional.empty();
    }

    /**
     * Whether there is a call to work now. False once one has to be tried later, when the lease is about to end,
     * and when the next message would come too soon; and false for a create behind other calls, whose turn is decided when the
     * mailbox is leased.
     */
    public boolean hasNextCall(Instant now) {
        return deferredUntil.isEmpty()
                && !calls.isEmpty()
                && now.isBefore(startDeadline)
                && !(firstCallDone && nextCall().kind() == CallKind.CREATE_CHAT)
                && limitedUntil(now).isEmpty();
    }

    private Optional<Instant> limitedUntil(Instant now) {
        if (calls.isEmpty() || !nextCall().kind().isMessage()) {
            return Optional.empty();
        }
        Optional<Instant> line = group.grant()
                .filter(share -> messagesSent >= share.messages())
                .map(share -> share.nextGrantAt().isAfter(now) ? share.nextGrantAt() : now);
        return Stream.of(rateLimiter.nextPermittedAt(now).filter(now::isBefore), line)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    /** The call whose turn it is. */
    public Call nextCall() {
        return calls.element();
    }

    /** Begins the call whose turn it is. */
    public Call startNextCall(Instant now) {
        lastActiveAt = now;
        return nextCall();
    }

    /** When it has to be worked again: empty when all its calls are worked. */
    Optional<Instant> nextDueAt(Instant now) {
        if (deferredUntil.isPresent() || (calls.isEmpty() && allLoaded)) {
            return deferredUntil;
        }
        return limitedUntil(now).or(() -> Optional.of(now));
    }

    /** Nothing more to do before then. */
    public void deferUntil(Instant instant) {
        deferredUntil = Optional.of(instant);
    }

    /** The group's create got a chat that is not the group's: nothing more of its command is done there. */
    void abandonCreate(Call create) {
        chatId = Optional.empty();
        calls.removeIf(call -> call.commandId().equals(create.commandId()));
    }

    /** Moves on by what the current call came to. Once: false when that result moved it before. */
    boolean applyResult(CallResult result, Instant now) {
        lastActiveAt = now;
        // By identity: two calls may come to equal results.
        if (lastResult.isPresent() && lastResult.get() == result) {
            return false;
        }
        lastResult = Optional.of(result);
        firstCallDone = true;
        if (nextCall().kind().isMessage() && result.mayHaveReachedLinq()) {
            rateLimiter.recordSent(now);
            messagesSent++;
        }
        if (result instanceof CallResult.Accepted accepted) {
            if (nextCall().kind() == CallKind.CREATE_CHAT) {
                chatId = accepted.chatId();
            }
            calls.remove();
        } else if (result instanceof CallResult.Failed || result instanceof CallResult.Expired) {
            String command = nextCall().commandId();
            calls.removeIf(call -> call.commandId().equals(command));
        } else if (result instanceof CallResult.Retry again) {
            deferUntil(now.plus(again.delay()));
        }
        return true;
    }
}
