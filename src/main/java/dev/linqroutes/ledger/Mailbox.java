package dev.linqroutes.ledger;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A leased mailbox in the hands of one worker: its waiting calls in order, and what is known of its group.
 *
 * <p>Not thread-safe: a worker has it alone.
 */
public final class Mailbox {
    private final String name;
    private final String lease;
    private final long arrived;
    private final Instant workUntil;
    private final Optional<String> groupRef;
    private final Optional<Turn> turn;
    private final Deque<Call> calls;
    private final boolean complete;
    private Optional<String> chatId;
    private Optional<Instant> dueAgain = Optional.empty();

    /**
     * Why a group's create has to wait for another group of the same line and members (reference 2.2, rule 4).
     *
     * @param chatId the other group's chat, once it has one
     * @param displayName the name that has to be confirmed before the next create
     * @param ask whether the confirmation is so late that Linq should be asked
     * @param never whether the other group will never get its name
     */
    public record Turn(String otherMailbox, Optional<String> chatId, String displayName, boolean ask, boolean never) {}

    Mailbox(
            String name,
            String lease,
            long arrived,
            Instant workUntil,
            Optional<String> groupRef,
            Optional<String> chatId,
            Optional<Turn> turn,
            List<Call> calls,
            boolean complete) {
        this.name = name;
        this.lease = lease;
        this.arrived = arrived;
        this.workUntil = workUntil;
        this.groupRef = groupRef;
        this.chatId = chatId;
        this.turn = turn;
        this.calls = new ArrayDeque<>(calls);
        this.complete = complete;
    }

    public String name() {
        return name;
    }

    String lease() {
        return lease;
    }

    long arrived() {
        return arrived;
    }

    public Optional<String> groupRef() {
        return groupRef;
    }

    /** The group's chat; empty until it is created. */
    public Optional<String> chatId() {
        return chatId;
    }

    /** Set when the next call is a create that has to wait for another group. */
    public Optional<Turn> turn() {
        return turn;
    }

    /** Whether there is a call to work now. False once one has to be tried later, or when the lease is about to end. */
    public boolean hasNext(Instant now) {
        return dueAgain.isEmpty() && !calls.isEmpty() && now.isBefore(workUntil);
    }

    /** The call whose turn it is. */
    public Call next() {
        return calls.element();
    }

    /** When it has to be worked again: empty when all its calls are worked. */
    Optional<Instant> dueAgain(Instant now) {
        return dueAgain.isPresent() || (calls.isEmpty() && complete) ? dueAgain : Optional.of(now);
    }

    /** Nothing more to do before then. */
    public void waitUntil(Instant instant) {
        dueAgain = Optional.of(instant);
    }

    void apply(CallResult result, Instant now) {
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
    }
}
