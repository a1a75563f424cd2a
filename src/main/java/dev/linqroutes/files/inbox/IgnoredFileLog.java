package dev.linqroutes.files.inbox;

import java.io.File;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs why a file in the inbox is not imported: once for each file and reason, until the file is gone. */
final class IgnoredFileLog {
    static final String UNREADABLE_NAME =
            "has a name this process cannot open; rename it, or start with LC_ALL=C.UTF-8";

    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private static final Duration FORGET_INTERVAL = Duration.ofMinutes(1);

    private final Clock clock;
    private final Set<LoggedReason> logged = new HashSet<>();
    private final Map<File, Instant> firstSeen = new HashMap<>();
    private Instant lastForgotten = Instant.MIN;

    private record LoggedReason(File file, String reason) {}

    IgnoredFileLog(Clock clock) {
        this.clock = clock;
    }

    /** @param why continues the file name and "it" */
    void warnOnce(String name, File file, String why) {
        if (logged.add(new LoggedReason(file, why))) {
            LOG.warn("{} is ignored: it {}", name, why);
        }
    }

    /** Warns once the file has been in the folder for this time. Reads no attributes, as there may be many such files. */
    void warnOnceAfter(Duration delay, File file, String why) {
        Instant now = clock.instant();
        if (!firstSeen.computeIfAbsent(file, first -> now).plus(delay).isAfter(now)) {
            warnOnce(file.getName(), file, why);
        }
    }

    /** For a file that is checked again at the next poll. */
    void logWaitOnce(File file, String why) {
        if (logged.add(new LoggedReason(file, why))) {
            LOG.info("{} is not imported yet: it {}", file.getName(), why);
        }
    }

    /**
     * Forgets files that are gone, so that a new file of the same name is logged again. Does nothing if the last call was less
     * than a minute ago.
     *
     * @return whether it did anything
     */
    boolean forgetMissing() {
        Instant now = clock.instant();
        if (!lastForgotten.isBefore(now.minus(FORGET_INTERVAL)) && !lastForgotten.isAfter(now)) {
            return false;
        }
        lastForgotten = now;
        Map<File, Set<String>> listings = new HashMap<>();
        logged.removeIf(each -> isMissing(each.file, listings));
        firstSeen.keySet().removeIf(file -> isMissing(file, listings));
        return true;
    }

    private static boolean isMissing(File file, Map<File, Set<String>> listings) {
        return !listings.computeIfAbsent(file.getParentFile(), IgnoredFileLog::listNames)
                .contains(file.getName());
    }

    /** Includes dangling links and names that cannot be opened. */
    private static Set<String> listNames(File folder) {
        return Optional.ofNullable(folder.list())
                .map(Arrays::asList)
                .map(Set::copyOf)
                .orElse(Set.of());
    }

    int trackedCount() {
        return logged.size() + firstSeen.size();
    }
}
