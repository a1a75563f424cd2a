package dev.linqroutes.subscribe;

import dev.linqroutes.linq.RequestNotSent;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** A request to Linq failed. The message is for the user. */
public final class LinqRequestFailed extends RuntimeException {
    private final transient Answer answer;

    private LinqRequestFailed(Answer answer, String message, Throwable cause) {
        super(message, cause);
        this.answer = answer;
    }

    /**
     * How Linq refused.
     *
     * @param status of HTTP; empty if there was no response
     * @param code of Linq
     * @param retryAfter how long to wait before the next request
     */
    record Answer(OptionalInt status, OptionalInt code, Optional<Duration> retryAfter) {
        static final Answer NONE = new Answer(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
    }

    static LinqRequestFailed withAnswer(Answer answer, String message) {
        return new LinqRequestFailed(answer, message, null);
    }

    static LinqRequestFailed withoutResponse(String message, Throwable cause) {
        return new LinqRequestFailed(Answer.NONE, message, cause);
    }

    LinqRequestFailed withAdvice(String advice) {
        return new LinqRequestFailed(answer, getMessage() + ". " + advice, getCause());
    }

    /** Whether the request certainly had no effect. */
    boolean isRefusal() {
        return answer.status().orElse(0) / 100 == 4 || getCause() instanceof RequestNotSent;
    }

    /** Whether the address may have a subscription already; Linq documents no code for it. */
    public boolean mayBeDuplicate() {
        return hasStatus(400) || hasStatus(409);
    }

    public boolean hasStatus(int expected) {
        return answer.status().orElse(0) == expected;
    }

    public boolean hasCode(int expected) {
        return answer.code().orElse(0) == expected;
    }

    /** How long Linq asks to wait before the next request. */
    public Optional<Duration> retryAfter() {
        return answer.retryAfter();
    }
}
