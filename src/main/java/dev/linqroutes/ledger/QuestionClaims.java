package dev.linqroutes.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process is to ask Linq about, and until when nobody else does. A question may wait for its turn for longer than
 * that; its claim is then made anew when it is asked, unless somebody else has it by now.
 *
 * <p>Thread-safe.
 */
final class QuestionClaims<K> {
    private final Duration longest;
    private final Map<K, Instant> until = new ConcurrentHashMap<>();

    /** @param longest how long a question takes at most; whoever was about to ask for longer has died */
    QuestionClaims(Duration longest) {
        this.longest = longest;
    }

    /** The end of a claim from now on; every database keeps it as exactly as this. */
    Instant end(Instant now) {
        return now.plus(longest).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Claims are recorded with this end. */
    void claimed(Collection<K> questions, Instant end) {
        questions.forEach(question -> until.put(question, end));
    }

    /** The end with which the question was claimed, once: two of the same in a queue are asked once. */
    Optional<Instant> take(K question) {
        return Optional.ofNullable(until.remove(question));
    }
}
