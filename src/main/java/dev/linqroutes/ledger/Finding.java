package dev.linqroutes.ledger;

import dev.linqroutes.ledger.CallResult.Fault;
import java.time.Duration;
import java.util.Optional;

/** What became of an accepted call, as an event or Linq itself tells. */
public sealed interface Finding {

    /** What the log says of it; empty where all is well. */
    default Optional<String> complaint() {
        return Optional.empty();
    }

    /** It is as the command asked. */
    record Confirmed() implements Finding {}

    /** Half of it is, and the rest is open. */
    record Half(AwaitedCall.Half set) implements Finding {}

    /** It was not done, and will not be. */
    record Refused(Fault fault) implements Finding {
        @Override
        public Optional<String> complaint() {
            return Optional.of("refused: " + fault.message());
        }
    }

    /** Not decided yet: Linq is to be asked again. */
    record Open(Duration after) implements Finding {}

    /** It cannot be found out. */
    record Unknown(String why) implements Finding {
        @Override
        public Optional<String> complaint() {
            return Optional.of("unconfirmed: " + why);
        }
    }
}
