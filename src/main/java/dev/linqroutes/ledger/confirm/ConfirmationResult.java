package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import java.time.Duration;
import java.util.Optional;

/** The result of an accepted call, from an event or from Linq's state. */
public sealed interface ConfirmationResult {

    /** Text for the log; empty without a problem. */
    default Optional<String> describeProblem() {
        return Optional.empty();
    }

    /**
     * Everything is as the call wants it.
     *
     * @param warning for the producer, if the call itself has changed nothing
     */
    record Confirmed(Optional<String> warning) implements ConfirmationResult {
        /** The call took effect. */
        public Confirmed() {
            this(Optional.empty());
        }
    }

    /** One of two fields took effect; the other is still awaited. */
    record Partial(AwaitedCall.ChatField confirmed) implements ConfirmationResult {}

    /** The call did not take effect, and will not. */
    record Refused(Fault fault) implements ConfirmationResult {
        @Override
        public Optional<String> describeProblem() {
            return Optional.of("refused: " + fault.message());
        }
    }

    /** Undecided: Linq is read again after the delay. */
    record Pending(Duration delay) implements ConfirmationResult {}

    /** It cannot be determined whether the call took effect. */
    record Undetermined(String reason) implements ConfirmationResult {
        @Override
        public Optional<String> describeProblem() {
            return Optional.of("unconfirmed: " + reason);
        }
    }
}
