package dev.linqroutes.ledger;

import java.time.Duration;
import java.util.Optional;

/** What a try of a call came to. */
public sealed interface CallResult {

    /** Whether Linq may have done what the call asked for, as far as this result tells. */
    default boolean mayHaveReachedLinq() {
        return true;
    }

    /** Linq took it (2xx). */
    record Accepted(int httpStatus, Optional<String> chatId, Optional<String> messageId, Optional<String> traceId)
            implements CallResult {}

    /**
     * To be tried again; the calls behind it wait.
     *
     * @param after how long to wait
     * @param counted whether it counts as an attempt; a 429 does not
     */
    record Again(Duration after, boolean counted, Fault fault) implements CallResult {
        @Override
        public boolean mayHaveReachedLinq() {
            return counted;
        }
    }

    /** Its time had passed before it was tried: the whole command is cancelled. */
    record Lapsed() implements CallResult {
        @Override
        public boolean mayHaveReachedLinq() {
            return false;
        }
    }

    /** Final: the command's remaining calls are cancelled. */
    record Failed(Fault fault) implements CallResult {}

    /**
     * What was wrong.
     *
     * @param httpStatus empty when there was no answer
     * @param code Linq's own, where it gave one
     */
    record Fault(
            Optional<Integer> httpStatus,
            Optional<Integer> code,
            String message,
            Optional<String> docUrl,
            Optional<String> traceId) {

        /** The same with something more to say. */
        public Fault and(String more) {
            return new Fault(httpStatus, code, message + more, docUrl, traceId);
        }

        /** A fault without an answer. */
        public static Fault noAnswer(String message) {
            return new Fault(Optional.empty(), Optional.empty(), message, Optional.empty(), Optional.empty());
        }
    }
}
