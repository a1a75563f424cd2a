package dev.linqroutes.files.inbox;

import dev.linqroutes.files.io.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Observes files until they are completely written: unchanged for the settle time, or longer if the content looks incomplete.
 * Not thread-safe.
 */
final class FileStabilityTracker {
    /**
     * A file that ends within a line waits this many settle times: nearly every half-written sheet ends so, and so do complete
     * sheets of some programs. By default one minute; a Linux NFS client buffers writes for up to 35 s.
     */
    private static final int NO_LINE_END_FACTOR = 6;

    private final Duration settleTime;
    private final Duration fillTimeout;
    private final Clock clock;
    private final IgnoredFileLog ignoredFileLog;
    private final Map<Path, Observation> observations = new HashMap<>();

    /** The last known size and modification time of a file. */
    private record Observation(
            long size, Instant modified, Instant unchangedSince, Instant firstSeen, Optional<ContentCheck> content) {
        boolean matches(BasicFileAttributes now) {
            return size == now.size() && modified.equals(now.lastModifiedTime().toInstant());
        }
    }

    /** The result of reading the content. */
    private record ContentCheck(FileCompleteness completeness, Instant readAt) {}

    /** @see StableFileFilter#StableFileFilter(Duration, Duration, Predicate, Clock) */
    FileStabilityTracker(Duration settleTime, Duration fillTimeout, Clock clock, IgnoredFileLog ignoredFileLog) {
        this.settleTime = settleTime;
        this.fillTimeout = fillTimeout;
        this.clock = clock;
        this.ignoredFileLog = ignoredFileLog;
    }

    /** Observes the file; returns whether it is completely written, or its time for that has passed. */
    boolean checkWritten(Path path, BasicFileAttributes now) throws IOException {
        if (!checkUnchanged(path, now, settleTime)) {
            return false;
        }
        Observation observation = observations.get(path);
        FileCompleteness completeness = checkCompleteness(path, observation);
        boolean contentArrived =
                observation.content().isPresent() && observation.content().get().completeness() != completeness;
        if (contentArrived) {
            // Content arrived although neither size nor modification time changed.
            recordObservation(path, now);
            return false;
        }
        return checkUnchanged(path, now, chooseWaitTime(path, completeness));
    }

    /** Reads the content at most once per settle time, as large files are expensive to read. */
    private FileCompleteness checkCompleteness(Path path, Observation observation) throws IOException {
        Instant time = clock.instant();
        boolean isFresh = observation
                .content()
                .filter(content -> time.isBefore(content.readAt().plus(settleTime)))
                .isPresent();
        if (isFresh) {
            return observation.content().get().completeness();
        }
        FileCompleteness completeness = FileNames.isText(path.getFileName().toString())
                ? FileCompleteness.detect(path)
                : FileCompleteness.COMPLETE;
        observations.put(
                path,
                new Observation(
                        observation.size(),
                        observation.modified(),
                        observation.unchangedSince(),
                        observation.firstSeen(),
                        Optional.of(new ContentCheck(completeness, time))));
        return completeness;
    }

    private Duration chooseWaitTime(Path path, FileCompleteness completeness) {
        return switch (completeness) {
            case COMPLETE -> settleTime;
            case NO_FINAL_LINE_END -> {
                Duration longer = settleTime.multipliedBy(NO_LINE_END_FACTOR);
                ignoredFileLog.logWaitOnce(
                        path.toFile(),
                        "ends within a line, so it may be incomplete; it is imported if it does not change for "
                                + longer.toSeconds() + " s");
                yield longer;
            }
            case EMPTY -> {
                ignoredFileLog.logWaitOnce(
                        path.toFile(),
                        "is empty; it is rejected if nothing is written to it for " + fillTimeout.toSeconds() + " s");
                yield fillTimeout;
            }
            case HAS_NULS -> {
                ignoredFileLog.logWaitOnce(
                        path.toFile(),
                        "contains NUL characters, as a file that is still being copied; it is rejected if that does"
                                + " not change for " + fillTimeout.toSeconds() + " s");
                yield fillTimeout;
            }
        };
    }

    /**
     * Observes the file; returns whether it is unchanged for this time. False at the first observation, whatever its
     * modification time is.
     */
    boolean checkUnchanged(Path path, BasicFileAttributes now, Duration time) {
        Observation before = observations.get(path);
        // The last condition: the clock was set back.
        if (before == null || !before.matches(now) || before.unchangedSince().isAfter(clock.instant())) {
            recordObservation(path, now);
            return false;
        }
        return !before.unchangedSince().plus(time).isAfter(clock.instant());
    }

    private void recordObservation(Path path, BasicFileAttributes now) {
        Instant time = clock.instant();
        Instant first = Optional.ofNullable(observations.get(path))
                .map(Observation::firstSeen)
                .orElse(time);
        observations.put(
                path, new Observation(now.size(), now.lastModifiedTime().toInstant(), time, first, Optional.empty()));
        if (!first.plus(fillTimeout).isAfter(time)) {
            ignoredFileLog.logWaitOnce(
                    path.toFile(),
                    "has been changing for " + fillTimeout.toSeconds()
                            + " s; it is imported when its size and modification time have not changed for "
                            + settleTime.toSeconds() + " s");
        }
    }

    void forgetMissing() {
        observations.keySet().removeIf(path -> !Files.exists(path, LinkOption.NOFOLLOW_LINKS));
    }

    int trackedCount() {
        return observations.size();
    }
}
