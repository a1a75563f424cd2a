package dev.linqroutes.batch;

import dev.linqroutes.ledger.BatchState;
import dev.linqroutes.ledger.BatchStates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how far files are: in the log while they are worked, and whoever asks. */
public final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private static final String RESULTS_TO_COME =
            "; its results are still to be written: if they do not come, its file is"
                    + " not in working any more, or was changed there; drop it as it was, with its options, into the inbox";

    private final BatchStates states;
    private final OpenFiles files;
    private final Clock clock;
    private final Duration interval;
    private final Map<String, Told> told = new HashMap<>();
    private Instant next;

    /** What was told of a batch last. */
    private record Told(Instant at, long done, String line) {}

    /** @param interval at which each file is told of, if there is anything new */
    public Progress(BatchStates states, OpenFiles files, Clock clock, Duration interval) {
        this.states = states;
        this.files = files;
        this.clock = clock;
        this.interval = interval;
        this.next = clock.instant().plus(interval);
    }

    /** Tells of the files of this instance, if it is time; to look costs the more the more rows are open. */
    public void tell() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(interval);
        List<BatchState> open = states.open(files::has);
        told.keySet()
                .retainAll(open.stream().map(state -> state.batch().batchId()).toList());
        for (BatchState state : open) {
            String id = state.batch().batchId();
            Optional<Told> last = Optional.ofNullable(told.get(id));
            String line = line(state);
            if (last.filter(before -> before.line.equals(line)).isEmpty()) {
                LOG.info(
                        "{}{}",
                        line,
                        last.map(before -> pace(state, before, now)).orElse(""));
                told.put(id, new Told(now, state.done(), line));
            }
        }
    }

    /** {@code , 35/s, 80 s left} */
    private static String pace(BatchState state, Told last, Instant now) {
        long doneSince = state.done() - last.done;
        if (doneSince <= 0 || !state.status().equals("working")) {
            return "";
        }
        double perSecond = doneSince * 1000.0 / Duration.between(last.at, now).toMillis();
        return String.format(
                Locale.ROOT, ", %,.1f/s, %,.0f s left", perSecond, (state.rows() - state.done()) / perSecond);
    }

    private static String line(BatchState state) {
        return String.format(
                Locale.ROOT,
                "%s: %,d commands, %,d good, %,d refused, %,d done, %,d confirmed",
                state.batch().file(),
                state.rows(),
                state.rows() - state.refused(),
                state.refused(),
                state.done(),
                state.byStatus().getOrDefault("confirmed", 0L));
    }

    /** A batch in one line, for whoever asks. */
    public static String told(BatchState state) {
        return state.batch().batchId() + "  " + (state.cancelled() ? "cancelled, " : "") + state.status() + " since "
                + state.since() + "  " + line(state)
                + (state.byStatus().isEmpty() ? "" : ": " + told(state.byStatus()))
                + (isWithoutResults(state) ? RESULTS_TO_COME : "");
    }

    /** For some seconds, or for ever where somebody has taken its file away. */
    private static boolean isWithoutResults(BatchState state) {
        return state.status().equals("working") && state.rows() > 0 && state.done() == state.rows();
    }

    /** {@code 3 confirmed, 1 failed} */
    static String told(Map<String, Long> byStatus) {
        return byStatus.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    }
}
