package dev.linqroutes.linq;

import dev.linqroutes.ledger.poll.PollReadBack;
import dev.linqroutes.ledger.poll.PollReadBack.DuePoll;
import dev.linqroutes.ledger.poll.PollReader;
import dev.linqroutes.ledger.poll.PollRecorder.Observation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the results of polls back from Linq, one at a time. Calls come first: nothing is read while they are paused, and an answer that
 * asks to wait or rejects the key, none, or several failures in a row stop all reads of polls for a while.
 */
public final class PollReadBackPoller {
    private static final Logger LOG = LoggerFactory.getLogger(PollReadBackPoller.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /** Fewer may be about these polls only; each is read again at its next interval. */
    private static final int MAX_FAILURES_IN_ROW = 3;

    private final PollReadBack polls;
    private final CircuitBreaker circuitBreaker;
    private final Clock clock;
    private final AtomicInteger failuresInRow = new AtomicInteger();
    private volatile Pause pause = new Pause(Instant.MIN, Instant.MIN);

    private record Pause(Instant from, Instant until) {
        /** A clock that was set back ends it. */
        private boolean isOn(Instant now) {
            return !now.isBefore(from) && now.isBefore(until);
        }
    }

    public PollReadBackPoller(PollReadBack polls, CircuitBreaker circuitBreaker, Clock clock) {
        this.polls = polls;
        this.circuitBreaker = circuitBreaker;
        this.clock = clock;
    }

    /** The poll to read now, if there is one; none while the circuit breaker is open, since the probes are for calls. */
    public List<DuePoll> takeDuePoll() {
        boolean paused = circuitBreaker.openReason().isPresent() || pause.isOn(clock.instant());
        return paused ? List.of() : polls.takeDue().stream().toList();
    }

    /** The request to read a poll. */
    public LinqRequest pollRequest(@Variable("duePoll") DuePoll poll) {
        return LinqRequest.get(LinqPath.poll(poll.messageId()));
    }

    /** Records the result that the response shows. A poll that Linq refuses to show is not read again until an event tells of it. */
    public void recordPoll(@Variable("duePoll") DuePoll poll, @Body LinqResponse response) {
        switch (response.responseClass()) {
            case ACCEPTED -> {
                failuresInRow.set(0);
                readPoll(poll, response)
                        .ifPresentOrElse(
                                shown -> polls.recordRead(poll, shown),
                                () -> LOG.debug("poll {}: the answer of Linq shows no poll", poll.messageId()));
            }
            case FAILED -> {
                failuresInRow.set(0);
                polls.endReads(poll);
            }
            case RATE_LIMITED, KEY_REJECTED -> pause(response);
            case RETRYABLE, NOT_READY, FOREIGN -> {
                if (failuresInRow.incrementAndGet() >= MAX_FAILURES_IN_ROW) {
                    pause(response);
                }
            }
        }
    }

    private static Optional<Observation> readPoll(DuePoll poll, LinqResponse response) {
        boolean other =
                response.messageId().filter(id -> !id.equals(poll.messageId())).isPresent();
        return other
                ? Optional.empty()
                : PollReader.readAnswer(response.body(), poll.asOf())
                        .map(state -> new Observation(response.chatId(), state));
    }

    /** The poll is read again later. */
    public void recordNoResponse(@ExchangeException Exception reason) {
        pause(PAUSE, ResponseInterpreter.describe(reason));
    }

    private void pause(LinqResponse response) {
        pause(response.requestedDelay(clock.instant()).orElse(PAUSE), "HTTP " + response.httpStatus());
    }

    private void pause(Duration delay, String reason) {
        failuresInRow.set(0);
        Instant now = clock.instant();
        pause = new Pause(now, now.plus(delay));
        LOG.debug("no poll is read for {} s: {}", delay.toSeconds(), reason);
    }
}
