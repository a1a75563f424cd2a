package dev.linqroutes.ledger.confirm;

import dev.linqroutes.ledger.mailbox.CallResult.Fault;
import java.time.Duration;
import java.util.Optional;

/** What became of an accepted call, as an event or Linq itself tells. */
public sealed interface ConfirmationResult {

    /** What the log says of it; empty where all is well. */
    default Optional<String> describeProblem() {
        return Optional.empty();
    }

    /** It is as the command asked. */
    record Confirmed() implements ConfirmationResult {}

    /** Half of it is, and the rest is open. */
    record Partial(AwaitedCall.ChatField confirmed) implements ConfirmationResult {}

    /** It was not done, and will not be. */
    record Refused(Fault fault) implements ConfirmationResult {
        @Override
        public Optional<String> describeProblem() {
            return Optional.of("refused: " + fault.message());
        }
    }

    /** Not decided yet: Linq is to be asked again. */
    record Pending(Duration delay) implements ConfirmationResult {}

    /** It cannot be found out. */
    record Undetermined(String reason) implements ConfirmationResult {
        @Override
        public Optional<String> describeProblem() {
            return Optional.of("unconfirmed: " + reason);
        }
    }
}
