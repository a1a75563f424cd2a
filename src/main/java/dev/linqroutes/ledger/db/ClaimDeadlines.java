package dev.linqroutes.ledger.db;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The reads from Linq that this process has claimed, and when each claim ends. A read may wait in a queue beyond the end of
 * its claim; it is then claimed again before it is sent, unless another instance has claimed it.
 *
 * <p>Thread-safe.
 */
public final class ClaimDeadlines<K> {
    private final Duration claimTime;
    private final Map<K, Instant> deadlines = new ConcurrentHashMap<>();

    /** @param maxReadTime how long one read takes at most; a claim that is older belongs to a dead process */
    public ClaimDeadlines(Duration maxReadTime) {
        this.claimTime = maxReadTime;
    }

    /** When a claim made now ends, in milliseconds: every database stores these exactly. */
    public Instant deadlineAfter(Instant now) {
        return now.plus(claimTime).truncatedTo(ChronoUnit.MILLIS);
    }

    public void record(Collection<K> reads, Instant end) {
        reads.forEach(read -> deadlines.put(read, end));
    }

    /** Removes the claim and returns its end; empty for the second of two equal reads in a queue, which is not sent. */
    public Optional<Instant> take(K read) {
        return Optional.ofNullable(deadlines.remove(read));
    }
}
