package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.chat.ChatState;
import java.time.Duration;
import java.util.Optional;

/** What a try of a call came to. */
public sealed interface CallResult {

    /** Whether the call has been Linq's to do: it then counts as sent. */
    default boolean mayHaveReachedLinq() {
        return true;
    }

    /**
     * Linq took it (2xx).
     *
     * @param chat how the chat looks that a create has made, as far as the answer tells
     */
    record Accepted(
            int httpStatus,
            Optional<String> chatId,
            Optional<String> messageId,
            Optional<String> traceId,
            ChatState chat)
            implements CallResult {
        /** An answer that does not show the chat. */
        public Accepted(int httpStatus, Optional<String> chatId, Optional<String> messageId, Optional<String> traceId) {
            this(httpStatus, chatId, messageId, traceId, ChatState.UNKNOWN);
        }
    }

    /**
     * To be tried again; the calls behind it wait.
     *
     * @param delay how long to wait
     */
    record Retry(Duration delay, Reason reason, Fault fault) implements CallResult {
        /** Why it is to be tried again. */
        public enum Reason {
            /** Linq said when, or rejects the key: no attempt. */
            THROTTLED,
            /** Linq has not done it, since something is not ready. */
            NOT_READY,
            /** It did not get to Linq, or Linq has not done it. */
            NOT_EXECUTED,
            /** Linq may have done it. */
            INDETERMINATE
        }

        /** Whether it counts as an attempt. */
        public boolean isCountedAttempt() {
            return reason != Reason.THROTTLED;
        }

        @Override
        public boolean mayHaveReachedLinq() {
            return reason == Reason.INDETERMINATE;
        }
    }

    /** Its time had passed before it was tried: the whole command is cancelled. */
    record Expired() implements CallResult {
        @Override
        public boolean mayHaveReachedLinq() {
            return false;
        }
    }

    /**
     * Final: the command's remaining calls are cancelled.
     *
     * @param attempted false when the call could not even be made
     */
    record Failed(Fault fault, boolean attempted) implements CallResult {
        public Failed(Fault fault) {
            this(fault, true);
        }

        @Override
        public boolean mayHaveReachedLinq() {
            return attempted;
        }
    }

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
        public Fault withDetail(String more) {
            return new Fault(httpStatus, code, message + more, docUrl, traceId);
        }

        /** A fault without an answer. */
        public static Fault withoutResponse(String message) {
            return new Fault(Optional.empty(), Optional.empty(), message, Optional.empty(), Optional.empty());
        }
    }
}
