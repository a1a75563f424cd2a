package dev.linqroutes.linq;

import dev.linqroutes.ledger.mailbox.WorkLimiter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
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
 * Pauses all calls while Linq rejects the API key or cannot be reached, and permits one call at a time as a probe of whether
 * Linq is available again. Waiting calls keep their order, and no attempts are counted.
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
                    Arrays.stream(ResponseClass.values()).map(ResponseClass::label), Stream.of(NO_RESPONSE))
            .collect(Collectors.toUnmodifiableMap(Function.identity(), label -> new LongAdder()));
    private Optional<OpenReason> openReason = Optional.empty();
    private String lastFailure = "";
    private Instant nextProbeAt = Instant.MIN;
    private long probesStarted;
    private OptionalLong probeInFlight = OptionalLong.empty();

    /** Why all calls are paused; the name in lower case is a metric label. */
    public enum OpenReason {
        KEY_REJECTED("Linq rejects the API key (HTTP 401)"),
        UNREACHABLE("Linq does not respond");

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
     * @param probeInterval time between two probes
     * @param maxCallTime time after which a probe counts as failed, whatever its result
     * @param failureThreshold number of different calls without a response in a row after which Linq counts as unreachable;
     *     different, so that one group with failing calls never pauses the others
     */
    public CircuitBreaker(Clock clock, Duration probeInterval, Duration maxCallTime, int failureThreshold) {
        this.clock = clock;
        this.probeInterval = probeInterval;
        this.maxCallTime = maxCallTime;
        this.maxProbeDelay = probeInterval.compareTo(maxCallTime) > 0 ? probeInterval : maxCallTime;
        this.failureThreshold = failureThreshold;
    }

    /** Why calls are paused; empty while they are not. */
    public synchronized Optional<OpenReason> openReason() {
        return openReason;
    }

    /** The same as text, with the last error. */
    public synchronized Optional<String> describeOpenReason() {
        return openReason.map(reason -> reason + " (" + lastFailure + ")");
    }

    @Override
    public synchronized Permit acquirePermit(int workers) {
        if (openReason.isEmpty()) {
            return Permit.of(workers);
        }
        Instant now = clock.instant();
        // A clock that was set back must not delay the next probe.
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

    /** The values of the metric label {@code meaning}: the classes of responses, and {@code none} for no response. */
    public Set<String> responseLabels() {
        return responseCounts.keySet();
    }

    /** Number of responses with this label, to calls and reads. */
    public long responseCount(String label) {
        return responseCounts.get(label).sum();
    }

    /** Opens or closes the circuit by what a response shows about Linq as a whole. */
    void record(long callId, LinqResponse response) {
        responseCounts.get(response.responseClass().label()).increment();
        if (response.responseClass() == ResponseClass.KEY_REJECTED) {
            recordKeyRejected(response.fault().message());
        } else if (response.isOutage()) {
            recordFailure(callId, response.fault().message());
        } else {
            recordResponse();
        }
    }

    /** Linq has responded, whatever the status: closes the circuit. */
    synchronized void recordResponse() {
        failedCalls.clear();
        openReason.ifPresent(
                reason -> LOG.info("Linq is available again, resuming all calls (paused before: {})", reason));
        openReason = Optional.empty();
        probeInFlight = OptionalLong.empty();
    }

    /** Linq, or a gateway in front of it, rejects the API key: opens the circuit. */
    synchronized void recordKeyRejected(String error) {
        failedCalls.clear();
        open(OpenReason.KEY_REJECTED, error);
    }

    /** A call had no response: opens the circuit at the failure threshold. */
    void recordNoResponse(long callId, String error) {
        responseCounts.get(NO_RESPONSE).increment();
        recordFailure(callId, error);
    }

    private synchronized void recordFailure(long callId, String error) {
        failedCalls.add(callId);
        if (openReason.isPresent() || failedCalls.size() >= failureThreshold) {
            open(OpenReason.UNREACHABLE, error);
        }
    }

    private void open(OpenReason reason, String error) {
        if (!openReason.equals(Optional.of(reason))) {
            LOG.error(
                    "{}: pausing all calls (no command fails); probing every {} ms: {}",
                    reason,
                    probeInterval.toMillis(),
                    error);
        }
        lastFailure = error;
        openReason = Optional.of(reason);
        nextProbeAt = clock.instant().plus(probeInterval);
        probeInFlight = OptionalLong.empty();
    }
}
