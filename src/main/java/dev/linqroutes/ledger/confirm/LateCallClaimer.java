package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.db.Bisection;
import dev.linqroutes.ledger.db.ClaimDeadlines;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.ledger.db.LedgerTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims awaited calls that no event has decided in time, so that one process at a time reads their state from Linq. */
final class LateCallClaimer {
    private static final Logger LOG = LoggerFactory.getLogger(LateCallClaimer.class);

    private final Database database;
    private final Clock clock;
    private final ClaimDeadlines<Long> claims;

    /** @param claimTime duration of a claim */
    LateCallClaimer(Database database, Clock clock, Duration claimTime) {
        this.database = database;
        this.clock = clock;
        this.claims = new ClaimDeadlines<>(claimTime);
    }

    List<AwaitedCall> claim(int limit) {
        Instant now = clock.instant();
        List<AwaitedCall> late = claim(limit, now);
        claims.record(late.stream().map(AwaitedCall::callId).toList(), claims.deadlineAfter(now));
        return late;
    }

    private List<AwaitedCall> claim(int limit, Instant now) {
        try {
            return LedgerTransaction.run(
                    database, 3, "find late calls", handle -> lockAwaited(handle, claimIds(handle, limit, now)));
        } catch (LedgerDataRefused | LedgerFault e) {
            return claimIsolated(limit, now);
        }
    }

    /** A call that cannot be read is deferred like the others, and tried again then. */
    private List<AwaitedCall> claimIsolated(int limit, Instant now) {
        List<Long> callIds =
                LedgerTransaction.run(database, 3, "find late calls", handle -> claimIds(handle, limit, now));
        List<AwaitedCall> late = new ArrayList<>();
        if (!callIds.isEmpty()) {
            Bisection.isolateFailures(
                    callIds,
                    some -> late.addAll(
                            LedgerTransaction.run(database, 3, "read late calls", handle -> lockAwaited(handle, some))),
                    (callId, error) -> Bisection.logFailure(
                            LOG, "cannot confirm the call with id " + callId + ", retrying later", error));
        }
        return late;
    }

    private List<Long> claimIds(Handle handle, int limit, Instant now) {
        List<Long> callIds = handle.createQuery(Database.sql("confirm/lock-late-calls"))
                .bind("now", now)
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
        if (!callIds.isEmpty()) {
            ConfirmationRecorder.deferCalls(handle, callIds, claims.deadlineAfter(now));
        }
        return callIds;
    }

    /** Locks those of the calls that are still awaited. */
    static List<AwaitedCall> lockAwaited(Handle handle, List<Long> callIds) {
        return callIds.isEmpty()
                ? List.of()
                : handle.createQuery(Database.sql("confirm/lock-awaited-calls"))
                        .bindArray("callIds", Long.class, callIds)
                        .mapTo(AwaitedCall.class)
                        .list();
    }

    boolean renew(AwaitedCall call) {
        return claims.take(call.callId())
                .map(deadline ->
                        LedgerTransaction.run(database, 3, "renew the claim on a call", handle -> handle.createUpdate(
                                        Database.sql("confirm/renew-call-claim"))
                                .bind("callId", call.callId())
                                .bind("claimedUntil", deadline)
                                .bind("until", claims.deadlineAfter(clock.instant()))
                                .execute()))
                .filter(renewed -> renewed == 1)
                .isPresent();
    }
}
