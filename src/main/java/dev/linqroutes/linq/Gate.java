package dev.linqroutes.linq;

import dev.linqroutes.ledger.WorkGate;
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
public final class Gate implements WorkGate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private static final String NONE = "none";

    private final Clock clock;
    private final Duration probe;
    private final Duration longestCall;
    private final Duration longestWait;
    private final int callsWithoutAnswer;
    private final Set<Long> withoutAnswer = new HashSet<>();
    private final Map<String, LongAdder> answers = Stream.concat(
                    Arrays.stream(Meaning.values()).map(Gate::label), Stream.of(NONE))
            .collect(Collectors.toUnmodifiableMap(Function.identity(), meaning -> new LongAdder()));
    private Optional<Pause> pause = Optional.empty();
    private String why = "";
    private Instant nextProbe = Instant.MIN;
    private long probes;
    private OptionalLong underWay = OptionalLong.empty();

    /** Why all work pauses. */
    public enum Pause {
        KEY_REJECTED("Linq rejects the API key (HTTP 401)"),
        UNREACHABLE("Linq does not answer");

        private final String text;

        Pause(String text) {
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
    public Gate(Clock clock, Duration probe, Duration longestCall, int callsWithoutAnswer) {
        this.clock = clock;
        this.probe = probe;
        this.longestCall = longestCall;
        this.longestWait = probe.compareTo(longestCall) > 0 ? probe : longestCall;
        this.callsWithoutAnswer = callsWithoutAnswer;
    }

    /** Why work pauses now; empty when it does not. */
    public synchronized Optional<Pause> pause() {
        return pause;
    }

    /** The same in words, with what was said last. */
    synchronized Optional<String> pauseInWords() {
        return pause.map(reason -> reason + " (" + why + ")");
    }

    @Override
    public synchronized Permit permits(int workers) {
        if (pause.isEmpty()) {
            return Permit.of(workers);
        }
        Instant now = clock.instant();
        // A clock that was set back must not prolong the pause.
        boolean due = !now.isBefore(nextProbe) || nextProbe.isAfter(now.plus(longestWait));
        if (!due) {
            return Permit.of(0);
        }
        nextProbe = now.plus(longestCall);
        probes++;
        underWay = OptionalLong.of(probes);
        return new Permit(1, underWay);
    }

    @Override
    public synchronized void releaseProbe(long probe) {
        if (underWay.equals(OptionalLong.of(probe))) {
            nextProbe = clock.instant();
            underWay = OptionalLong.empty();
        }
    }

    /** What answers can mean; {@code none} is that there was no answer. */
    public Set<String> meanings() {
        return answers.keySet();
    }

    /** How many meant that, of all kinds of calls. */
    public long answers(String meaning) {
        return answers.get(meaning).sum();
    }

    /** Goes by what an answer shows of Linq as a whole. */
    void told(long callId, LinqAnswer answer) {
        answers.get(label(answer.meaning())).increment();
        if (answer.meaning() == Meaning.KEY_REJECTED) {
            keyRejected(answer.fault().message());
        } else if (answer.isOfAServerInTrouble()) {
            trouble(callId, answer.fault().message());
        } else {
            answered();
        }
    }

    /** Linq has answered, whatever it said. */
    synchronized void answered() {
        withoutAnswer.clear();
        pause.ifPresent(over -> LOG.info("Linq works again (before: {}); all work goes on", over));
        pause = Optional.empty();
        underWay = OptionalLong.empty();
    }

    /** @param said by whoever rejects it */
    synchronized void keyRejected(String said) {
        withoutAnswer.clear();
        close(Pause.KEY_REJECTED, said);
    }

    /** @param why there is none */
    void noAnswer(long callId, String why) {
        answers.get(NONE).increment();
        trouble(callId, why);
    }

    private synchronized void trouble(long callId, String said) {
        withoutAnswer.add(callId);
        if (pause.isPresent() || withoutAnswer.size() >= callsWithoutAnswer) {
            close(Pause.UNREACHABLE, said);
        }
    }

    private static String label(Meaning meaning) {
        return meaning.name().toLowerCase(Locale.ROOT);
    }

    private void close(Pause reason, String said) {
        if (!pause.equals(Optional.of(reason))) {
            LOG.error(
                    "{}: all work pauses, nothing is failed for it; one call every {} ms tries whether it works again: {}",
                    reason,
                    probe.toMillis(),
                    said);
        }
        why = said;
        pause = Optional.of(reason);
        nextProbe = clock.instant().plus(probe);
        underWay = OptionalLong.empty();
    }
}
