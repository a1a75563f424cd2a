package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.LargeCall;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.WaitingCall;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Loads the large calls that fit, and defers the mailboxes of the others. */
    static void deferUnfitting(Handle handle, DueCalls due, HeldLoad held, Instant now) {
        List<WaitingCall> large = due.next().filter(WaitingCall::isLarge).toList();
        if (large.isEmpty()) {
            return;
        }
        List<Long> fitting = new ArrayList<>();
        Map<String, Instant> deferred = new HashMap<>();
        long bytes = held.largeBytes();
        for (WaitingCall call : large) {
            // A single one always fits, however large it is.
            if (bytes == 0 || bytes + call.bytes() <= MAX_HELD_BYTES) {
                fitting.add(call.callId());
                bytes += call.bytes();
            } else {
                deferred.put(call.mailbox(), now.plus(RETRY_DELAY));
            }
        }
        due.defer(handle, deferred);
        Map<Long, String> bodies = readBodies(handle, fitting);
        due.replace(calls -> calls.get(0).isLarge()
                ? List.of(calls.get(0).withBody(bodies.get(calls.get(0).callId())))
                : calls);
    }

    private static Map<Long, String> readBodies(Handle handle, List<Long> callIds) {
        return handle
                .createQuery(Database.sql("mailbox/find-large-call-bodies"))
                .bindArray("callIds", Long.class, callIds)
                .mapTo(LargeCall.class)
                .stream()
                .collect(Collectors.toMap(LargeCall::callId, LargeCall::body));
    }
}
