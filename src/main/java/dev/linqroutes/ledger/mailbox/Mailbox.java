package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A leased mailbox: its waiting calls in order, and what is known about its group.
 *
 * <p>Not thread-safe: one worker uses it at a time. Only {@code startDeadline}, {@code lastActiveAt} and {@code turnEnded} are
 * shared with the threads that claim mailboxes and renew leases.
 */
public final class Mailbox {
    private final String name;
    private final Lease lease;
    private final Group group;
    private final MessageRateLimiter rateLimiter;
    private final PersonLimiter.Turns people;
    private final Optional<Blocker> blocker;
    private final Deque<Call> calls;
    private final boolean allLoaded;
    private final long largeBytes;
    private Optional<String> problem;
    private Optional<String> chatId;
    private Optional<Instant> deferredUntil = Optional.empty();
    /** Of the calls that were made since it was leased. */
    private final Set<CallKind> doneKinds = EnumSet.noneOf(CallKind.class);

    private long messagesSent;
    private boolean unblocked;
    private OptionalLong probe = OptionalLong.empty();
    private Optional<CallResult> lastResult = Optional.empty();
    private Optional<Call> inProgress = Optional.empty();
    private final Instant leasedAt;
    private volatile Instant startDeadline;
    private volatile Instant lastActiveAt;
    private volatile boolean turnEnded;

    /**
     * The group with the same line and members whose name a create has to wait for (reference 2.2, rule 4).
     *
     * @param chatId the other group's chat, once it has one
     * @param nameOverdue whether the confirmation of its name is overdue, so that the chat should be read from Linq
     * @param nameless whether no name is expected: unless Linq shows one, the create fails
     */
    public record Blocker(String mailbox, Optional<String> chatId, boolean nameOverdue, boolean nameless) {}

    /**
     * The lease of a worker on the mailbox.
     *
     * @param token identifies the lease when it is renewed or released
     * @param arrivals number of arrivals when it was leased; a change shows that calls have arrived since
     * @param startDeadline when to start no further call unless the lease is renewed, so that no call outlives the lease
     */
    record Lease(String token, long arrivals, Instant startDeadline) {}

    /**
     * What is known about the group.
     *
     * @param grant what the mailbox may send from the daily quota of its line; empty for no limit
     */
    record Group(
            Optional<String> groupRef,
            Optional<String> chatId,
            Optional<String> line,
            Optional<LineQuota.Grant> grant) {}

    /**
     * Its next calls, in order.
     *
     * @param allLoaded whether no further call was waiting
     * @param largeBytes size of a call larger than a mailbox's share of the memory; else 0
     * @param problem why the first of them can never be made
     */
    record LoadedCalls(List<Call> calls, boolean allLoaded, long largeBytes, Optional<String> problem) {}

    Mailbox(
            String name,
            Lease lease,
            Group group,
            MessageRateLimiter rateLimiter,
            PersonLimiter.Turns people,
            Optional<Blocker> blocker,
            LoadedCalls loaded,
            Instant now) {
        this.name = name;
        this.lease = lease;
        this.group = group;
        this.rateLimiter = rateLimiter;
        this.people = people;
        this.chatId = group.chatId();
        this.blocker = blocker;
        this.calls = new ArrayDeque<>(loaded.calls);
        this.allLoaded = loaded.allLoaded;
        this.largeBytes = loaded.largeBytes;
        this.problem = loaded.problem;
        this.leasedAt = now;
        this.startDeadline = lease.startDeadline();
        this.lastActiveAt = now;
    }

    public String name() {
        return name;
    }

    Lease lease() {
        return lease;
    }

    /** Its next call probes whether Linq is available again. */
    void setProbe(OptionalLong probe) {
        this.probe = probe;
    }

    OptionalLong probe() {
        return probe;
    }

    /** Called when the lease was renewed, or is lost. */
    void setStartDeadline(Instant deadline) {
        startDeadline = deadline;
    }

    Instant startDeadline() {
        return startDeadline;
    }

    Instant leasedAt() {
        return leasedAt;
    }

    /** Other mailboxes are waiting: no further call is made until it is leased again. */
    void endTurn() {
        turnEnded = true;
    }

    /** When the worker last started a call or got its result. */
    Instant lastActiveAt() {
        return lastActiveAt;
    }

    /** The messages that count against the rate limit. */
    List<Instant> recentlySent(Instant now) {
        return rateLimiter.recentlySent(now);
    }

    /** Counts as in memory until the mailbox is released. */
    long largeBytes() {
        return largeBytes;
    }

    public Optional<String> groupRef() {
        return group.groupRef();
    }

    Optional<String> line() {
        return group.line();
    }

    /** What it may send from the daily quota of its line; counts as sent until the mailbox is released. */
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

    /**
     * Why the next call can never be made: it refers to a message that was not sent, or is not known, or a file that it sends could
     * not be uploaded.
     */
    public Optional<String> problem() {
        return problem;
    }

    /** Whether its create has to wait for another group. */
    public boolean isBlocked() {
        return blocker.isPresent() && !unblocked;
    }

    /** Stops waiting for the other group's name, because Linq does not know one either: the create fails next. */
    public void unblock() {
        unblocked = true;
        deferredUntil = Optional.empty();
    }

    /**
     * Whether there is a call to make now. False when a call has to be retried later, when the lease is about to expire, when
     * its turn has ended, when a limit defers the next message (that of its members: see {@link #takeTimeOfNextMessage}), and when the
     * next call may have to wait for the calls before it, which is decided when the mailbox is leased.
     */
    public boolean hasNextCall(Instant now) {
        return deferredUntil.isEmpty()
                && !calls.isEmpty()
                && !(turnEnded && !doneKinds.isEmpty())
                && now.isBefore(startDeadline)
                && !nextCall().kind().mayHaveToWaitFor(doneKinds)
                && limitedUntil(now).isEmpty();
    }

    /**
     * Takes the first time at which all members may get the next message, if that could be sent now otherwise. If it is later, the
     * mailbox waits for it. A message takes one time, however often this is called.
     */
    void takeTimeOfNextMessage(Instant now) {
        if (!isBlocked() && hasNextCall(now) && nextCall().kind().isMessage()) {
            people.take(now).ifPresent(this::deferUntil);
        }
    }

    private Optional<Instant> limitedUntil(Instant now) {
        if (calls.isEmpty() || !nextCall().kind().isMessage()) {
            return Optional.empty();
        }
        Optional<Instant> line = group.grant()
                .filter(grant -> messagesSent >= grant.messages())
                .map(grant -> grant.nextGrantAt().isAfter(now) ? grant.nextGrantAt() : now);
        return Stream.of(rateLimiter.nextPermittedAt(now).filter(now::isBefore), line)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    /** The first waiting call. */
    public Call nextCall() {
        return calls.element();
    }

    /** Returns the first waiting call, and records that the worker is active. */
    public Call startNextCall(Instant now) {
        lastActiveAt = now;
        inProgress = Optional.of(nextCall());
        return nextCall();
    }

    /** The call that was started and whose result is not recorded: the ledger does not know whether it was made. */
    Optional<Call> callInProgress() {
        return inProgress;
    }

    /** The result of the call in progress is committed. */
    void endCall() {
        inProgress = Optional.empty();
    }

    /** When the mailbox is due next; empty when no call is waiting. */
    Optional<Instant> nextDueAt(Instant now) {
        if (deferredUntil.isPresent() || (calls.isEmpty() && allLoaded)) {
            return deferredUntil;
        }
        return limitedUntil(now).or(() -> Optional.of(now));
    }

    /** Makes no call before then. */
    public void deferUntil(Instant instant) {
        deferredUntil = Optional.of(instant);
    }

    /** Drops the calls of a create that got the chat of another group. */
    void abandonCreate(Call create) {
        chatId = Optional.empty();
        calls.removeIf(call -> call.commandId().equals(create.commandId()));
    }

    /**
     * Applies the result of the current call.
     *
     * @return false when this result was applied before
     */
    boolean applyResult(CallResult result, Instant now) {
        lastActiveAt = now;
        // By identity: two calls may have equal results.
        if (lastResult.isPresent() && lastResult.get() == result) {
            return false;
        }
        lastResult = Optional.of(result);
        doneKinds.add(nextCall().kind());
        people.messageDone();
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
            problem = Optional.empty();
            String command = nextCall().commandId();
            calls.removeIf(call -> call.commandId().equals(command));
        } else if (result instanceof CallResult.Retry retry) {
            deferUntil(now.plus(retry.delay()));
        }
        return true;
    }
}
