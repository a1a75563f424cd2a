package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.ops.OpsRowTypes.UnusedMedia;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Deletes files of messages that no command or batch needs any more, and what is left of files that were not stored completely. */
public final class MediaRetention implements RetentionRule {
    /** Files per transaction: one may have 100 MB. */
    private static final int MAX_FILES = 5;

    /** Parts per transaction. */
    private static final int MAX_PARTS = 100;

    /** Longer than it takes to store a file. */
    static final Duration INCOMPLETE_RETENTION = Duration.ofHours(1);

    private final Duration unused;

    /** @param unused how long a file is kept that nothing needs */
    public MediaRetention(Duration unused) {
        this.unused = unused;
    }

    @Override
    public Map<String, Integer> deleteSome(Handle handle, Instant now) {
        List<UnusedMedia> files = handle.createQuery(Database.sql("ops/lock-unused-media"))
                .bind("before", now.minus(unused))
                .bind("limit", MAX_FILES)
                .mapTo(UnusedMedia.class)
                .list();
        if (files.isEmpty()) {
            int parts = handle.createUpdate(Database.sql("ops/delete-orphaned-media-parts"))
                    .bind("before", now.minus(INCOMPLETE_RETENTION))
                    .bind("limit", MAX_PARTS)
                    .execute();
            return parts == 0 ? Map.of() : Map.of("media_part", parts);
        }
        int parts = handle.createUpdate(Database.sql("ops/delete-media-parts"))
                .bindArray(
                        "contentIds",
                        String.class,
                        files.stream().map(UnusedMedia::contentId).toList())
                .execute();
        int media = handle.createUpdate(Database.sql("ops/delete-media"))
                .bindArray(
                        "sha256s",
                        String.class,
                        files.stream().map(UnusedMedia::sha256).toList())
                .execute();
        return Map.of("media", media, "media_part", parts);
    }
}
