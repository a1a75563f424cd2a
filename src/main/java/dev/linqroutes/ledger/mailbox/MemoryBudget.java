package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.DueMailbox;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.LargeCall;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Bounds the bytes of call bodies that this process has loaded. */
final class MemoryBudget {
    /**
     * Bytes of loaded bodies, which may take twice as much heap. Each mailbox has an equal share of them. Calls larger than
     * that share have the same number of bytes again between them, so that they do not keep small calls waiting.
     */
    private static final long MAX_HELD_BYTES = 16_000_000;

    /** Delay of a mailbox whose next call does not fit: about the duration of another call. */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private final long bytesPerMailbox;

    MemoryBudget(int maxHeldMailboxes) {
        this.bytesPerMailbox = MAX_HELD_BYTES / maxHeldMailboxes;
    }

    long bytesPerMailbox() {
        return bytesPerMailbox;
    }

    /** Bytes of those of the calls that are larger than a mailbox's share. */
    long largeBytes(List<WaitingCall> calls) {
        return calls.stream()
                .mapToLong(WaitingCall::bytes)
                .filter(bytes -> bytes > bytesPerMailbox)
                .sum();
    }

    /**
     * Loads the large calls that fit, and defers the mailboxes of the others.
     *
     * @param calls by mailbox; bodies are added to it, deferred mailboxes removed from it
     * @return the mailboxes that are not deferred
     */
    static List<DueMailbox> fit(
            Handle handle, List<DueMailbox> found, Map<String, List<WaitingCall>> calls, HeldLoad held, Instant now) {
        List<DueMailbox> fitting = new ArrayList<>();
        List<String> deferred = new ArrayList<>();
        List<WaitingCall> large = new ArrayList<>();
        long bytes = held.largeBytes();
        for (DueMailbox each : found) {
            Optional<WaitingCall> first = calls.getOrDefault(each.mailbox(), List.of()).stream()
                    .findFirst()
                    .filter(WaitingCall::isLarge);
            // A single one always fits, however large it is.
            if (first.isEmpty() || bytes == 0 || bytes + first.get().bytes() <= MAX_HELD_BYTES) {
                fitting.add(each);
                first.ifPresent(large::add);
                bytes += first.map(WaitingCall::bytes).orElse(0L);
            } else {
                deferred.add(each.mailbox());
            }
        }
        if (!large.isEmpty()) {
            readBodies(handle, large).forEach(call -> calls.put(call.mailbox(), List.of(call)));
        }
        if (!deferred.isEmpty()) {
            LeasedMailboxes.defer(handle, deferred, now.plus(RETRY_DELAY));
            calls.keySet().removeAll(deferred);
        }
        return fitting;
    }

    private static List<WaitingCall> readBodies(Handle handle, List<WaitingCall> large) {
        Map<Long, String> bodies = handle
                .createQuery(Database.sql("mailbox/find-large-call-bodies"))
                .bindArray(
                        "callIds",
                        Long.class,
                        large.stream().map(WaitingCall::callId).toList())
                .mapTo(LargeCall.class)
                .stream()
                .collect(Collectors.toMap(LargeCall::callId, LargeCall::body));
        return large.stream()
                .map(call -> call.withBody(bodies.get(call.callId())))
                .toList();
    }
}
