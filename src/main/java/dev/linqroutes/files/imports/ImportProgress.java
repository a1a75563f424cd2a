package dev.linqroutes.files.imports;

import dev.linqroutes.ledger.batch.BatchState;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.BatchStatus;
import dev.linqroutes.trace.CommandLabels;
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

/** Describes the progress of batches: in the log while rows are open, and for the command line. */
public final class ImportProgress {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private static final String RESULTS_PENDING =
            "; its results are not written yet. If this does not change, the file is no"
                    + " longer in working, or was changed there: drop the original file, with its original options, into the inbox";

    private final BatchStateReader states;
    private final ImportRegistry registry;
    private final Clock clock;
    private final Duration interval;
    private final Map<String, Progress> lastSeen = new HashMap<>();
    private Instant nextLogAt;

    /**
     * What was known of a batch one interval ago.
     *
     * @param line that was logged of it
     */
    private record Progress(Instant at, long done, String line) {}

    /** @param interval minimum time between two lines about a batch */
    public ImportProgress(BatchStateReader states, ImportRegistry registry, Clock clock, Duration interval) {
        this.states = states;
        this.registry = registry;
        this.clock = clock;
        this.interval = interval;
        this.nextLogAt = clock.instant().plus(interval);
    }

    /**
     * Logs each batch of this instance whose progress changed. Queries the ledger at most once per interval: the cost grows
     * with the open rows.
     */
    public void logProgress() {
        Instant now = clock.instant();
        if (now.isBefore(nextLogAt)) {
            return;
        }
        nextLogAt = now.plus(interval);
        List<BatchState> open = states.findOpen(registry::hasBatch);
        lastSeen.keySet()
                .retainAll(open.stream().map(state -> state.batch().batchId()).toList());
        for (BatchState state : open) {
            String id = state.batch().batchId();
            Optional<Progress> last = Optional.ofNullable(lastSeen.get(id));
            String line = describeCounts(state);
            if (last.filter(before -> before.line.equals(line)).isEmpty()) {
                CommandLabels.ofBatch(id)
                        .on(LOG.atInfo())
                        .log(
                                "{}{}",
                                line,
                                last.map(before -> describeRate(state, before.done, Duration.between(before.at, now)))
                                        .orElse(describeDelayed(state)));
            }
            // Also without a line: a rate is that of the last interval, not of the time in which rows waited.
            lastSeen.put(id, new Progress(now, state.finishedRows(), line));
        }
    }

    /** {@code , 35.0/s, 80 s left}; the time of rows that wait for their own time is not computed from the rate. */
    static String describeRate(BatchState state, long doneBefore, Duration since) {
        long done = state.finishedRows() - doneBefore;
        long left = state.rows() - state.finishedRows() - state.delayedRows() - state.waitingForTurn();
        if (done <= 0 || left <= 0 || state.status() != BatchStatus.WORKING) {
            return describeDelayed(state) + describeTurns(state, ", ");
        }
        double perSecond = done * 1000.0 / since.toMillis();
        return String.format(Locale.ROOT, ", %,.1f/s, %,.0f s left", perSecond, left / perSecond)
                + describeDelayed(state)
                + describeTurns(state, ", ");
    }

    private static String describeTurns(BatchState state, String separator) {
        return state.waitingForTurn() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "%s%,d new groups wait until a line may make them",
                        separator,
                        state.waitingForTurn());
    }

    /** {@code , 3 delayed, the next is due at 2026-11-23T09:00:00Z} */
    private static String describeDelayed(BatchState state) {
        return state.nextDue()
                .map(due ->
                        String.format(Locale.ROOT, ", %,d delayed, the next is due at %s", state.delayedRows(), due))
                .orElse("");
    }

    private static String describeCounts(BatchState state) {
        return String.format(
                Locale.ROOT,
                "%s: %,d commands, %,d good, %,d refused, %,d done, %,d confirmed",
                state.batch().file(),
                state.rows(),
                state.rows() - state.refused(),
                state.refused(),
                state.finishedRows(),
                state.byStatus().getOrDefault("confirmed", 0L));
    }

    /** A batch in one line, for the command line. */
    public static String describe(BatchState state) {
        return state.batch().batchId() + "  " + (state.cancelled() ? "cancelled, " : "")
                + state.status().word() + " since "
                + state.statusSince() + "  " + describeCounts(state)
                + (state.byStatus().isEmpty() ? "" : ": " + describe(state.byStatus()))
                + state.nextDue()
                        .map(due -> "; the next delayed row is due at " + due)
                        .orElse("")
                + describeTurns(state, "; ")
                + (awaitsResults(state) ? RESULTS_PENDING : "");
    }

    /** Normally for some seconds; permanently if a person removed the file. */
    private static boolean awaitsResults(BatchState state) {
        return state.status() == BatchStatus.WORKING && state.rows() > 0 && state.finishedRows() == state.rows();
    }

    /** {@code 3 confirmed, 1 failed} */
    public static String describe(Map<String, Long> byStatus) {
        return byStatus.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    }
}
