package dev.linqroutes.subscribe;

import dev.linqroutes.linq.RequestNotSent;
import java.util.OptionalInt;

/** Linq did not do what it was asked for; the message is for people. */
public final class LinqFailed extends RuntimeException {
    private final transient OptionalInt status;

    private LinqFailed(OptionalInt status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    static LinqFailed answering(int status, String message) {
        return new LinqFailed(OptionalInt.of(status), message, null);
    }

    static LinqFailed silently(String message, Throwable cause) {
        return new LinqFailed(OptionalInt.empty(), message, cause);
    }

    LinqFailed and(String more) {
        return new LinqFailed(status, getMessage() + ". " + more, getCause());
    }

    /** Whether nothing was done for sure. */
    boolean isRefusal() {
        return status.orElse(0) / 100 == 4 || getCause() instanceof RequestNotSent;
    }

    /** Whether that may be because the target has a subscription already: no code for it is documented. */
    public boolean mayBeDuplicate() {
        return has(400) || has(409);
    }

    boolean has(int wanted) {
        return status.orElse(0) == wanted;
    }
}
