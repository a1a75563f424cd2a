package dev.linqroutes.subscribe;

import dev.linqroutes.linq.RequestNotSent;
import java.util.OptionalInt;

/** Linq did not do what it was asked for; the message is for people. */
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

    LinqRequestFailed withAdvice(String more) {
        return new LinqRequestFailed(status, getMessage() + ". " + more, getCause());
    }

    /** Whether nothing was done for sure. */
    boolean isRefusal() {
        return status.orElse(0) / 100 == 4 || getCause() instanceof RequestNotSent;
    }

    /** Whether that may be because the target has a subscription already: no code for it is documented. */
    public boolean mayBeDuplicate() {
        return hasStatus(400) || hasStatus(409);
    }

    boolean hasStatus(int wanted) {
        return status.orElse(0) == wanted;
    }
}
