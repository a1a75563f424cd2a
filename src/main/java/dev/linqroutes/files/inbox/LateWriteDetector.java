package dev.linqroutes.files.inbox;

import dev.linqroutes.files.io.FileStamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of files to which somebody wrote after they had been put away: a program that has a file open goes on writing to it
 * wherever it is moved, and nobody would look for the rest there.
 */
public final class LateWriteDetector {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    /** A program that was silent for longer than this has hardly more to write. */
    private static final Duration WATCH_TIME = Duration.ofHours(1);

    /** To look at so many takes less than a second on a share. */
    private static final int MAX_WATCHED = 1_000;

    private final Clock clock;
    private final Map<Path, ArchivedFile> watched = new LinkedHashMap<>();

    private record ArchivedFile(FileStamp stamp, Instant archivedAt) {}

    LateWriteDetector(Clock clock) {
        this.clock = clock;
    }

    /** Watches a file that was just put away; does nothing if it is gone. */
    synchronized void watch(Path file) {
        try {
            watched.put(file, new ArchivedFile(FileStamp.of(file), clock.instant()));
        } catch (IOException e) {
            watched.remove(file);
        }
        if (watched.size() > MAX_WATCHED) {
            watched.remove(watched.keySet().iterator().next());
        }
    }

    /** Tells once of each that has changed. */
    public synchronized void logLateWrites() {
        Instant before = clock.instant().minus(WATCH_TIME);
        watched.entrySet().removeIf(each -> logIfChanged(each.getKey(), each.getValue(), before));
    }

    private static boolean logIfChanged(Path file, ArchivedFile put, Instant before) {
        try {
            boolean changed = !put.stamp.equals(FileStamp.of(file));
            if (changed) {
                LOG.warn(
                        "{} was written to after it had been put there; what came late was not read. Once it is whole, drop"
                                + " what is missing into the inbox, the next time by renaming a file that is whole",
                        file);
            }
            return changed || put.archivedAt.isBefore(before);
        } catch (IOException e) {
            // Somebody has carried it off.
            return true;
        }
    }
}
