package dev.linqroutes.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.files.inbox.RejectedFile;
import dev.linqroutes.files.inbox.RejectedFileFinder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Files that the inbox of this instance has rejected as a whole. Instances with other inboxes show their own. All pages share one look at
 * the folder every few seconds, since it may be a network share. Thread-safe.
 */
final class RejectedFilesApi {
    private static final int MAX_LISTED = 20;
    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final RejectedFileFinder finder;
    private final String host;
    private final Clock clock;
    private List<RejectedFile> newest = List.of();
    private Instant readAt = Instant.MIN;

    RejectedFilesApi(RejectedFileFinder finder, String host, Clock clock) {
        this.finder = finder;
        this.host = host;
        this.clock = clock;
    }

    JsonNode list(ConsoleRequest request) {
        ObjectNode list = ConsoleHttp.JSON.createObjectNode();
        list.put("host", host);
        list.put("folder", finder.folder().toString());
        ArrayNode files = list.putArray("files");
        for (RejectedFile file : findNewest()) {
            files.addObject()
                    .put("file", file.name())
                    .put("rejected_at", file.rejectedAt().toString())
                    .put("reason", file.reason())
                    .put("is_present", file.isPresent());
        }
        return list;
    }

    private synchronized List<RejectedFile> findNewest() {
        Instant now = clock.instant();
        if (readAt.isBefore(now.minus(MAX_AGE))) {
            try {
                newest = finder.findNewest(MAX_LISTED);
            } catch (IOException e) {
                throw new ConsoleError(503, "the folder " + finder.folder() + " cannot be read: " + e.getMessage());
            }
            readAt = now;
        }
        return newest;
    }
}
