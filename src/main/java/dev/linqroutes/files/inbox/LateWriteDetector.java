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
 * Detects writes to archived files. A program that has a file open continues to write to it after the file was moved, and what
 * it writes is not imported.
 */
public final class LateWriteDetector {
    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    /** A file that did not change for this time is no longer watched. */
    private static final Duration WATCH_TIME = Duration.ofHours(1);

    /** Checking this many files takes less than a second on a network share. */
    private static final int MAX_WATCHED = 1_000;

    private final Clock clock;
    private final Map<Path, ArchivedFile> watched = new LinkedHashMap<>();

    private record ArchivedFile(FileStamp stamp, Instant archivedAt) {}

    LateWriteDetector(Clock clock) {
        this.clock = clock;
    }

    /** Watches a file that was just archived; does nothing if it is gone. */
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

    /** Logs each changed file once. */
    public synchronized void logLateWrites() {
        Instant before = clock.instant().minus(WATCH_TIME);
        watched.entrySet().removeIf(each -> logIfChanged(each.getKey(), each.getValue(), before));
    }

    private static boolean logIfChanged(Path file, ArchivedFile archived, Instant before) {
        try {
            boolean changed = !archived.stamp.equals(FileStamp.of(file));
            if (changed) {
                LOG.warn(
                        "{} was written to after it was moved there; the late content was not imported. Once the file is"
                                + " complete, drop the missing rows into the inbox as a file of their own. To avoid this, write to"
                                + " NAME.part and rename the file when it is complete",
                        file);
            }
            return changed || archived.archivedAt.isBefore(before);
        } catch (IOException e) {
            // Moved or deleted by a person.
            return true;
        }
    }
}
