package dev.linqroutes.ledger.mailbox;

import dev.linqroutes.ledger.chat.ChatState;
import java.time.Duration;
import java.util.Optional;

/** The result of one attempt of a call. */
public sealed interface CallResult {

    /** Whether Linq may have received the call: it then counts as sent. */
    default boolean mayHaveReachedLinq() {
        return true;
    }

    /**
     * Linq accepted the call (2xx).
     *
     * @param chat state of the chat that a create has made, as far as the response shows it
     * @param effect what is known of what the call leads to
     */
    record Accepted(
            int httpStatus,
            Optional<String> chatId,
            Optional<String> messageId,
            Optional<String> traceId,
            ChatState chat,
            Effect effect)
            implements CallResult {
        /** What is known of what an accepted call leads to. */
        public enum Effect {
            /** An event, or a read, will tell. */
            AWAITED,
            /** The chat shows it; no event need follow. */
            SHOWN,
            /** The chat showed it before the call: it has changed nothing. */
            UNNECESSARY
        }

        /** A response that shows neither the chat nor the effect. */
        public Accepted(int httpStatus, Optional<String> chatId, Optional<String> messageId, Optional<String> traceId) {
            this(httpStatus, chatId, messageId, traceId, ChatState.UNKNOWN, Effect.AWAITED);
        }
    }

    /**
     * The call is to be retried; the calls behind it wait.
     *
     * @param delay before the next attempt
     */
    record Retry(Duration delay, Reason reason, Fault fault) implements CallResult {
        /** Why it is retried. */
        public enum Reason {
            /** Linq requested a delay, or rejects the API key: does not count as an attempt. */
            THROTTLED,
            /** Linq has not executed it because the chat or an attachment is not ready. */
            NOT_READY,
            /** It did not reach Linq, or Linq has not executed it. */
            NOT_EXECUTED,
            /** Linq may have executed it. */
            INDETERMINATE
        }

        /** Whether it counts as an attempt, and so against the retry limit. */
        public boolean isCountedAttempt() {
            return reason != Reason.THROTTLED;
        }

        @Override
        public boolean mayHaveReachedLinq() {
            return reason == Reason.INDETERMINATE;
        }
    }

    /** The command expired before this call was sent: the whole command is cancelled. */
    record Expired() implements CallResult {
        @Override
        public boolean mayHaveReachedLinq() {
            return false;
        }
    }

    /**
     * Permanent failure: the command's remaining calls are cancelled.
     *
     * @param attempted false when the call could not be sent at all
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
     * The error.
     *
     * @param httpStatus empty without a response
     * @param code Linq's error code, if it sent one
     */
    record Fault(
            Optional<Integer> httpStatus,
            Optional<Integer> code,
            String message,
            Optional<String> docUrl,
            Optional<String> traceId) {

        /** The same fault with a detail appended to its message. */
        public Fault withDetail(String detail) {
            return new Fault(httpStatus, code, message + detail, docUrl, traceId);
        }

        /** The same fault with what its message means. */
        public Fault withExplanation(String explanation) {
            return withDetail(" (" + explanation + ")");
        }

        /** A fault without a response of Linq. */
        public static Fault withoutResponse(String message) {
            return new Fault(Optional.empty(), Optional.empty(), message, Optional.empty(), Optional.empty());
        }
    }
}
