package dev.linqroutes.files.media;

import dev.linqroutes.ledger.media.MediaUnavailable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Errors of the file system that may pass: a network share that is away, too many open files. What needs the files waits for a
 * while, all together; then it is refused, so that a disk that is broken holds up nothing else.
 */
final class FileOutage {
    static final Duration PATIENCE = Duration.ofMinutes(10);

    /** After so long without an error the next one begins another outage. Longer than the pauses between attempts. */
    static final Duration QUIET = Duration.ofMinutes(3);

    private final Clock clock;
    private Optional<Instant> since = Optional.empty();
    private Instant latest = Instant.MIN;

    FileOutage(Clock clock) {
        this.clock = clock;
    }

    /**
     * Returns a refusal with the error if errors have lasted too long.
     *
     * @throws MediaUnavailable otherwise: to be tried again
     */
    synchronized RefusedFile refusal(IOException error) {
        Instant now = clock.instant();
        Instant begun = since.filter(any -> latest.plus(QUIET).isAfter(now)).orElse(now);
        since = Optional.of(begun);
        latest = now;
        if (begun.plus(PATIENCE).isAfter(now)) {
            throw new MediaUnavailable("local files cannot be read for now: " + describe(error), error);
        }
        return new RefusedFile("cannot be read: " + describe(error) + ", for " + PATIENCE.toMinutes() + " minutes");
    }

    /** Without the path: names of files may name persons. */
    private static String describe(IOException error) {
        String reason = error instanceof FileSystemException ofFile ? ofFile.getReason() : error.getMessage();
        return error.getClass().getSimpleName() + (reason == null ? "" : " (" + reason + ")");
    }
}
