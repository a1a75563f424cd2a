package dev.linqroutes.subscribe;

import dev.linqroutes.linq.RequestNotSent;
import java.util.OptionalInt;

/** A request to Linq failed. The message is for the user. */
public final class LinqRequestFailed extends RuntimeException {
    private final transient OptionalInt status;

    private LinqRequestFailed(OptionalInt status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    static LinqRequestFailed withStatus(int status, String message) {
        return new LinqRequestFailed(OptionalInt.of(status), message, null);
    }

    static LinqRequestFailed withoutResponse(String message, Throwable cause) {
        return new LinqRequestFailed(OptionalInt.empty(), message, cause);
    }

    LinqRequestFailed withAdvice(String advice) {
        return new LinqRequestFailed(status, getMessage() + ". " + advice, getCause());
    }

    /** Whether the request certainly had no effect. */
    boolean isRefusal() {
        return status.orElse(0) / 100 == 4 || getCause() instanceof RequestNotSent;
    }

    /** Whether the address may have a subscription already; Linq documents no code for it. */
    public boolean mayBeDuplicate() {
        return hasStatus(400) || hasStatus(409);
    }

    boolean hasStatus(int expected) {
        return status.orElse(0) == expected;
    }
}
