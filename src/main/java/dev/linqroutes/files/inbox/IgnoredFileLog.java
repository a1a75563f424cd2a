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

/** Logs why a file in the inbox is not read: once for each, as long as it stands there. */
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

    void warnOnce(String name, File file, String why) {
        if (logged.add(new LoggedReason(file, why))) {
            LOG.warn("{} is left alone: it {}", name, why);
        }
    }

    /** Of a file that has stood there for so long; it is not looked at, since there may be many. */
    void warnOnceAfter(Duration time, File file, String why) {
        Instant now = clock.instant();
        if (!firstSeen.computeIfAbsent(file, first -> now).plus(time).isAfter(now)) {
            warnOnce(file.getName(), file, why);
        }
    }

    /** Of a file that is looked at again. */
    void logWaitOnce(File file, String why) {
        if (logged.add(new LoggedReason(file, why))) {
            LOG.info("{} waits: it {}", file.getName(), why);
        }
    }

    /**
     * Once a minute, so that the next one under such a name is told of again.
     *
     * @return whether it was time to
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

    /** As they are listed: a link that leads nowhere and a name that cannot be opened stand there, too. */
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
