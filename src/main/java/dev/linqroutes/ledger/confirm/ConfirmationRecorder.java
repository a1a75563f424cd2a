package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.confirm.SignalMatcher.Match;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.outbox.CommandCompletion;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the results of awaited calls, and completes their commands. */
final class ConfirmationRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(ConfirmationRecorder.class);

    private final Clock clock;
    private final CommandCompletion commandCompletion;

    ConfirmationRecorder(Clock clock, CommandCompletion commandCompletion) {
        this.clock = clock;
        this.commandCompletion = commandCompletion;
    }

    /** @return the matches that have decided their call; to be logged after the commit */
    List<Match> record(Handle handle, List<Match> matches) {
        PreparedBatch decisions = handle.prepareBatch(Database.sql("confirm/confirm-call"));
        PreparedBatch fields = handle.prepareBatch(Database.sql("confirm/confirm-call-field"));
        List<Match> deciding = new ArrayList<>();
        for (Match match : matches) {
            long callId = match.call().callId();
            if (match.result() instanceof ConfirmationResult.Partial partial) {
                fields.bind("callId", callId).bind("half", partial.confirmed()).add();
            } else if (match.result() instanceof ConfirmationResult.Pending pending) {
                deferCalls(handle, List.of(callId), clock.instant().plus(pending.delay()));
            } else {
                bindResult(decisions.bind("callId", callId), match.result()).add();
                deciding.add(match);
            }
        }
        LedgerTransaction.execute(fields);
        if (deciding.isEmpty()) {
            return List.of();
        }
        int[] changed = LedgerTransaction.executeCountingRows(decisions);
        // A call that was decided before keeps its result.
        List<Match> decided = IntStream.range(0, changed.length)
                .filter(i -> changed[i] == 1)
                .mapToObj(deciding::get)
                .toList();
        commandCompletion.completeFinished(
                handle,
                decided.stream().map(match -> match.call().commandId()).collect(Collectors.toSet()),
                clock.instant());
        return decided;
    }

    private static PreparedBatch bindResult(PreparedBatch decisions, ConfirmationResult result) {
        if (result instanceof ConfirmationResult.Refused refused) {
            return decisions
                    .bind("status", "refused")
                    .bind("errorCode", refused.fault().code().orElse(null))
                    .bind("errorMessage", StorableText.ofMessage(refused.fault().message()));
        }
        if (result instanceof ConfirmationResult.Undetermined undetermined) {
            return decisions
                    .bind("status", "unconfirmed")
                    .bind("errorCode", (Integer) null)
                    .bind("errorMessage", StorableText.ofMessage(undetermined.reason()));
        }
        return decisions
                .bind("status", "confirmed")
                .bind("errorCode", (Integer) null)
                .bind("errorMessage", (String) null);
    }

    static void deferCalls(Handle handle, List<Long> callIds, Instant until) {
        handle.createUpdate(Database.sql("confirm/defer-calls"))
                .bind("confirmAt", until)
                .bindArray("callIds", Long.class, callIds)
                .execute();
    }

    static void logProblems(List<Match> decided) {
        decided.forEach(match -> match.result()
                .describeProblem()
                .ifPresent(problem -> LOG.warn("{} {}", match.call().describe(), problem)));
    }
}
