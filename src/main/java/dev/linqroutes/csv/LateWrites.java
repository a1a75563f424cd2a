package dev.linqroutes.csv;

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
final class LateWrites {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    /** A program that was silent for longer than this has hardly more to write. */
    private static final Duration WATCHED = Duration.ofHours(1);

    /** To look at so many takes less than a second on a share. */
    private static final int MOST = 1_000;

    private final Clock clock;
    private final Map<Path, Put> watched = new LinkedHashMap<>();

    private record Put(FileStamp stamp, Instant at) {}

    LateWrites(Clock clock) {
        this.clock = clock;
    }

    /** Watches a file that was just put away; does nothing if it is gone. */
    synchronized void watch(Path file) {
        try {
            watched.put(file, new Put(FileStamp.of(file), clock.instant()));
        } catch (IOException e) {
            watched.remove(file);
        }
        if (watched.size() > MOST) {
            watched.remove(watched.keySet().iterator().next());
        }
    }

    /** Tells once of each that has changed. */
    synchronized void look() {
        Instant before = clock.instant().minus(WATCHED);
        watched.entrySet().removeIf(each -> isOver(each.getKey(), each.getValue(), before));
    }

    private static boolean isOver(Path file, Put put, Instant before) {
        try {
            boolean changed = !put.stamp.equals(FileStamp.of(file));
            if (changed) {
                LOG.warn(
                        "{} was written to after it had been put there; what came late was not read. Once it is whole, drop"
                                + " what is missing into the inbox, the next time by renaming a file that is whole",
                        file);
            }
            return changed || put.at.isBefore(before);
        } catch (IOException e) {
            // Somebody has carried it off.
            return true;
        }
    }
}
