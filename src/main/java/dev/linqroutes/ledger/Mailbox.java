package dev.linqroutes.ledger;

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
    private final Pace pace;
    private final Optional<Turn> turn;
    private final Deque<Call> calls;
    private final boolean complete;
    private final long largeBytes;
    private Optional<String> chatId;
    private Optional<Instant> dueAgain = Optional.empty();
    private boolean begun;
    private long messages;
    private boolean turnGivenUp;
    private OptionalLong probe = OptionalLong.empty();
    private Optional<CallResult> applied = Optional.empty();
    private volatile Instant workUntil;
    private volatile Instant lastSeen;

    /**
     * Why a group's create has to wait for another group of the same line and members (reference 2.2, rule 4).
     *
     * @param chatId the other group's chat, once it has one
     * @param displayName the name that has to be confirmed before the next create
     * @param ask whether the confirmation is so late that Linq should be asked
     * @param never whether no name is to come: unless Linq knows one, the create fails
     */
    public record Turn(String otherMailbox, Optional<String> chatId, String displayName, boolean ask, boolean never) {}

    /**
     * The hold a worker has on the mailbox.
     *
     * @param token whoever has it may give the mailbox back
     * @param arrived how much mail had come when it was taken
     * @param workUntil when to begin no further call unless it is renewed, lest the call outlives the lease
     */
    record Lease(String token, long arrived, Instant workUntil) {}

    /**
     * What is known of the group.
     *
     * @param share what the mailbox may send of its line's day; empty for any number
     */
    record Group(
            Optional<String> groupRef, Optional<String> chatId, Optional<String> line, Optional<Lines.Share> share) {}

    /**
     * Its next calls, in order.
     *
     * @param complete whether none waited behind them
     * @param largeBytes of a call that has more than a mailbox's part of the memory; else 0
     */
    record Loaded(List<Call> calls, boolean complete, long largeBytes) {}

    Mailbox(String name, Lease lease, Group group, Pace pace, Optional<Turn> turn, Loaded loaded, Instant now) {
        this.name = name;
        this.lease = lease;
        this.group = group;
        this.pace = pace;
        this.chatId = group.chatId();
        this.turn = turn;
        this.calls = new ArrayDeque<>(loaded.calls);
        this.complete = loaded.complete;
        this.largeBytes = loaded.largeBytes;
        this.workUntil = lease.workUntil();
        this.lastSeen = now;
    }

    public String name() {
        return name;
    }

    Lease lease() {
        return lease;
    }

    /** Its worker tries whether Linq works again. */
    void probes(OptionalLong number) {
        probe = number;
    }

    OptionalLong probe() {
        return probe;
    }

    /** The lease has been renewed, or was found lost. */
    void workUntil(Instant until) {
        workUntil = until;
    }

    Instant workUntil() {
        return workUntil;
    }

    /** The worker's last sign of life. */
    Instant lastSeen() {
        return lastSeen;
    }

    /** The messages that count against the pace. */
    List<Instant> recentlySent(Instant now) {
        return pace.recent(now);
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
    Optional<Lines.Share> share() {
        return group.share();
    }

    /** The group's chat; empty until it is created. */
    public Optional<String> chatId() {
        return chatId;
    }

    /** Set when the next call is a create that has to wait for another group. */
    public Optional<Turn> turn() {
        return turn;
    }

    /** Whether its create has to wait for another group. */
    public boolean waitsForTurn() {
        return turn.isPresent() && !turnGivenUp;
    }

    /** Linq was asked and knows no name either: the create is not to wait any longer, and cannot be made. */
    public void giveUpTurn() {
        turnGivenUp = true;
        dueAgain = Optional.empty();
    }

    /**
     * Whether there is a call to work now. False once one has to be tried later, when the lease is about to end,
     * and when the next message would come too soon; and false for a create behind other calls, whose turn is decided when the
     * mailbox is leased.
     */
    public boolean hasNext(Instant now) {
        return dueAgain.isEmpty()
                && !calls.isEmpty()
                && now.isBefore(workUntil)
                && !(begun && next().kind() == CallKind.CREATE_CHAT)
                && heldUntil(now).isEmpty();
    }

    private Optional<Instant> heldUntil(Instant now) {
        if (calls.isEmpty() || !next().kind().isMessage()) {
            return Optional.empty();
        }
        Optional<Instant> line = group.share()
                .filter(share -> messages >= share.messages())
                .map(share -> share.moreAt().isAfter(now) ? share.moreAt() : now);
        return Stream.of(pace.nextAfter(now).filter(now::isBefore), line)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    /** The call whose turn it is. */
    public Call next() {
        return calls.element();
    }

    /** Begins the call whose turn it is. */
    public Call begin(Instant now) {
        lastSeen = now;
        return next();
    }

    /** When it has to be worked again: empty when all its calls are worked. */
    Optional<Instant> dueAgain(Instant now) {
        if (dueAgain.isPresent() || (calls.isEmpty() && complete)) {
            return dueAgain;
        }
        return heldUntil(now).or(() -> Optional.of(now));
    }

    /** Nothing more to do before then. */
    public void waitUntil(Instant instant) {
        dueAgain = Optional.of(instant);
    }

    /** The group's create got a chat that is not the group's: nothing more of its command is done there. */
    void strayed(Call create) {
        chatId = Optional.empty();
        calls.removeIf(call -> call.commandId().equals(create.commandId()));
    }

    /** Moves on by what the current call came to. Once: false when that result moved it before. */
    boolean apply(CallResult result, Instant now) {
        lastSeen = now;
        // By identity: two calls may come to equal results.
        if (applied.isPresent() && applied.get() == result) {
            return false;
        }
        applied = Optional.of(result);
        begun = true;
        if (next().kind().isMessage() && result.mayHaveReachedLinq()) {
            pace.sent(now);
            messages++;
        }
        if (result instanceof CallResult.Accepted accepted) {
            if (next().kind() == CallKind.CREATE_CHAT) {
                chatId = accepted.chatId();
            }
            calls.remove();
        } else if (result instanceof CallResult.Failed || result instanceof CallResult.Lapsed) {
            String command = next().commandId();
            calls.removeIf(call -> call.commandId().equals(command));
        } else if (result instanceof CallResult.Again again) {
            waitUntil(now.plus(again.after()));
        }
        return true;
    }
}
