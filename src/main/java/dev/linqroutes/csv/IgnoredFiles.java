package dev.linqroutes.csv;

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
final class IgnoredFiles {
    static final String NAME_NOT_READABLE =
            "has a name this process cannot open; rename it, or start with LC_ALL=C.UTF-8";

    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private static final Duration FORGET_EVERY = Duration.ofMinutes(1);

    private final Clock clock;
    private final Set<Told> told = new HashSet<>();
    private final Map<File, Instant> seen = new HashMap<>();
    private Instant forgotAt = Instant.MIN;

    private record Told(File file, String why) {}

    IgnoredFiles(Clock clock) {
        this.clock = clock;
    }

    void tell(String name, File file, String why) {
        if (told.add(new Told(file, why))) {
            LOG.warn("{} is left alone: it {}", name, why);
        }
    }

    /** Of a file that has stood there for so long; it is not looked at, since there may be many. */
    void tellAfter(Duration time, File file, String why) {
        Instant now = clock.instant();
        if (!seen.computeIfAbsent(file, first -> now).plus(time).isAfter(now)) {
            tell(file.getName(), file, why);
        }
    }

    /** Of a file that is looked at again. */
    void tellOfWait(File file, String why) {
        if (told.add(new Told(file, why))) {
            LOG.info("{} waits: it {}", file.getName(), why);
        }
    }

    /**
     * Once a minute, so that the next one under such a name is told of again.
     *
     * @return whether it was time to
     */
    boolean forgetWhatIsGone() {
        Instant now = clock.instant();
        if (!forgotAt.isBefore(now.minus(FORGET_EVERY)) && !forgotAt.isAfter(now)) {
            return false;
        }
        forgotAt = now;
        Map<File, Set<String>> listings = new HashMap<>();
        told.removeIf(each -> isGone(each.file, listings));
        seen.keySet().removeIf(file -> isGone(file, listings));
        return true;
    }

    private static boolean isGone(File file, Map<File, Set<String>> listings) {
        return !listings.computeIfAbsent(file.getParentFile(), IgnoredFiles::names)
                .contains(file.getName());
    }

    /** As they are listed: a link that leads nowhere and a name that cannot be opened stand there, too. */
    private static Set<String> names(File folder) {
        return Optional.ofNullable(folder.list())
                .map(Arrays::asList)
                .map(Set::copyOf)
                .orElse(Set.of());
    }

    int size() {
        return told.size() + seen.size();
    }
}
