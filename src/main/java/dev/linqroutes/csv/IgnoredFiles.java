package dev.linqroutes.csv;

import java.io.File;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs why a file in the inbox is not read: once for each, as long as it stands there. */
final class IgnoredFiles {
    static final String NAME_NOT_READABLE =
            "has a name this process cannot open; rename it, or start with LC_ALL=C.UTF-8";

    private static final Logger LOG = LoggerFactory.getLogger("dev.linqroutes.inbox");

    private final Set<File> told = new HashSet<>();

    void tell(String name, File file, String why) {
        if (told.add(file)) {
            LOG.warn("{} is left alone: it {}", name, why);
        }
    }

    /** So that the next one under such a name is told of again. */
    void forgetWhatIsGone() {
        told.removeIf(file -> !file.exists());
    }

    int size() {
        return told.size();
    }
}
