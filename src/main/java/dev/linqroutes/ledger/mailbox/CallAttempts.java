package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.trace.CommandTracer.Attempt;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Attempts of calls, for traces. */
final class CallAttempts {
    private CallAttempts() {}

    static Attempt describe(Call call, CallResult result, Instant startedAt, Instant endedAt) {
        Optional<CallResult.Fault> fault = fault(result);
        Optional<Integer> status = result instanceof CallResult.Accepted accepted
                ? Optional.of(accepted.httpStatus())
                : fault.flatMap(CallResult.Fault::httpStatus);
        return new Attempt(
                call.position(),
                call.kind().name().toLowerCase(Locale.ROOT),
                call.method(),
                call.path(),
                call.attempts() + 1,
                isSent(result),
                status.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                result instanceof CallResult.Accepted accepted
                        ? accepted.traceId()
                        : fault.flatMap(CallResult.Fault::traceId),
                error(result, status),
                startedAt,
                endedAt);
    }

    private static boolean isSent(CallResult result) {
        return !(result instanceof CallResult.Expired)
                && !(result instanceof CallResult.Failed failed && !failed.attempted());
    }

    private static Optional<CallResult.Fault> fault(CallResult result) {
        if (result instanceof CallResult.Retry retry) {
            return Optional.of(retry.fault());
        }
        return result instanceof CallResult.Failed failed ? Optional.of(failed.fault()) : Optional.empty();
    }

    /** As HTTP clients name them: by the status, if there was a response. */
    private static Optional<String> error(CallResult result, Optional<Integer> status) {
        if (result instanceof CallResult.Accepted) {
            return Optional.empty();
        }
        if (result instanceof CallResult.Expired) {
            return Optional.of("expired");
        }
        return Optional.of(status.map(String::valueOf).orElse(isSent(result) ? "no_response" : "not_possible"));
    }
}
