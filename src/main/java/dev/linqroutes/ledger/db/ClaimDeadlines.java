package dev.linqroutes.ledger.db;

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
public final class ClaimDeadlines<K> {
    private final Duration claimTime;
    private final Map<K, Instant> deadlines = new ConcurrentHashMap<>();

    /** @param longest how long a question takes at most; whoever was about to ask for longer has died */
    public ClaimDeadlines(Duration longest) {
        this.claimTime = longest;
    }

    /** The end of a claim from now on; every database keeps it as exactly as this. */
    public Instant deadlineAfter(Instant now) {
        return now.plus(claimTime).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Claims are recorded with this end. */
    public void record(Collection<K> questions, Instant end) {
        questions.forEach(question -> deadlines.put(question, end));
    }

    /** The end with which the question was claimed, once: two of the same in a queue are asked once. */
    public Optional<Instant> take(K question) {
        return Optional.ofNullable(deadlines.remove(question));
    }
}
