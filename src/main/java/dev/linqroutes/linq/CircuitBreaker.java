package dev.linqroutes.linq;

import dev.linqroutes.ledger.mailbox.WorkLimiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses all work while Linq rejects the key or cannot be reached, and lets one call through at a time to see whether it
 * works again. What waits meanwhile keeps its place and loses no attempt.
 *
 * <p>Thread-safe.
 */
public final class CircuitBreaker implements WorkLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(CircuitBreaker.class);

    private static final String NO_RESPONSE = "none";

    private final Clock clock;
    private final Duration probeInterval;
    private final Duration maxCallTime;
    private final Duration maxProbeDelay;
    private final int failureThreshold;
    private final Set<Long> failedCalls = new HashSet<>();
    private final Map<String, LongAdder> responseCounts = Stream.concat(
                    Arrays.stream(ResponseClass.values()).map(CircuitBreaker::label), Stream.of(NO_RESPONSE))
            .collect(Collectors.toUnmodifiableMap(Function.identity(), meaning -> new LongAdder()));
    private Optional<OpenReason> openReason = Optional.empty();
    private String lastFailure = "";
    private Instant nextProbeAt = Instant.MIN;
    private long probesStarted;
    private OptionalLong probeInFlight = OptionalLong.empty();

    /** Why all work pauses. */
    public enum OpenReason {
        KEY_REJECTED("Linq rejects the API key (HTTP 401)"),
        UNREACHABLE("Linq does not answer");

        private final String text;

        OpenReason(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * @param probe how long to wait between two calls that try whether Linq works again
     * @param longestCall after this long a probe is over, whatever became of it
     * @param callsWithoutAnswer Linq counts as unreachable when so many different calls had no answer, and none had one
     *     in between; a single group's trouble never pauses the others
     */
    public CircuitBreaker(Clock clock, Duration probe, Duration longestCall, int callsWithoutAnswer) {
        this.clock = clock;
        this.probeInterval = probe;
        this.maxCallTime = longestCall;
        this.maxProbeDelay = probe.compareTo(longestCall) > 0 ? probe : longestCall;
        this.failureThreshold = callsWithoutAnswer;
    }

    /** Why work pauses now; empty when it does not. */
    public synchronized Optional<OpenReason> openReason() {
        return openReason;
    }

    /** The same in words, with what was said last. */
    synchronized Optional<String> describeOpenReason() {
        return openReason.map(reason -> reason + " (" + lastFailure + ")");
    }

    @Override
    public synchronized Permit acquirePermit(int workers) {
        if (openReason.isEmpty()) {
            return Permit.of(workers);
        }
        Instant now = clock.instant();
        // A clock that was set back must not prolong the pause.
        boolean due = !now.isBefore(nextProbeAt) || nextProbeAt.isAfter(now.plus(maxProbeDelay));
        if (!due) {
            return Permit.of(0);
        }
        nextProbeAt = now.plus(maxCallTime);
        probesStarted++;
        probeInFlight = OptionalLong.of(probesStarted);
        return new Permit(1, probeInFlight);
    }

    @Override
    public synchronized void releaseProbe(long probe) {
        if (probeInFlight.equals(OptionalLong.of(probe))) {
            nextProbeAt = clock.instant();
            probeInFlight = OptionalLong.empty();
        }
    }

    /** What answers can mean; {@code none} is that there was no answer. */
    public Set<String> responseLabels() {
        return responseCounts.keySet();
    }

    /** How many meant that, of all kinds of calls. */
    public long responseCount(String meaning) {
        return responseCounts.get(meaning).sum();
    }

    /** Goes by what an answer shows of Linq as a whole. */
    void record(long callId, LinqResponse answer) {
        responseCounts.get(label(answer.responseClass())).increment();
        if (answer.responseClass() == ResponseClass.KEY_REJECTED) {
            recordKeyRejected(answer.fault().message());
        } else if (answer.isOutage()) {
            recordFailure(callId, answer.fault().message());
        } else {
            recordResponse();
        }
    }

    /** Linq has answered, whatever it said. */
    synchronized void recordResponse() {
        failedCalls.clear();
        openReason.ifPresent(over -> LOG.info("Linq works again (before: {}); all work goes on", over));
        openReason = Optional.empty();
        probeInFlight = OptionalLong.empty();
    }

    /** @param said by whoever rejects it */
    synchronized void recordKeyRejected(String said) {
        failedCalls.clear();
        open(OpenReason.KEY_REJECTED, said);
    }

    /** @param why there is none */
    void recordNoResponse(long callId, String why) {
        responseCounts.get(NO_RESPONSE).increment();
        recordFailure(callId, why);
    }

    private synchronized void recordFailure(long callId, String said) {
        failedCalls.add(callId);
        if (openReason.isPresent() || failedCalls.size() >= failureThreshold) {
            open(OpenReason.UNREACHABLE, said);
        }
    }

    private static String label(ResponseClass meaning) {
        return meaning.name().toLowerCase(Locale.ROOT);
    }

    private void open(OpenReason reason, String said) {
        if (!openReason.equals(Optional.of(reason))) {
            LOG.error(
                    "{}: all work pauses, nothing is failed for it; one call every {} ms tries whether it works again: {}",
                    reason,
                    probeInterval.toMillis(),
                    said);
        }
        lastFailure = said;
        openReason = Optional.of(reason);
        nextProbeAt = clock.instant().plus(probeInterval);
        probeInFlight = OptionalLong.empty();
    }
}
