package dev.linqroutes.ledger.ops;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.ops.OpsRowTypes.InstanceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instances that share the ledger, as they report themselves. Times are those of the database, so that the clocks of the
 * instances need not agree.
 *
 * <p>Thread-safe. The methods that report and list throw a {@link LedgerException} when the database is unavailable.
 */
public final class Instances {
    /** More than share a database; a restart in a loop leaves no more than these on a page. */
    private static final int MAX_INSTANCES = 50;

    private static final int MAX_HOST_LENGTH = 255;
    private static final int MAX_VERSION_LENGTH = 64;
    private static final Logger LOG = LoggerFactory.getLogger(Instances.class);
    private static final TypeReference<Map<String, Long>> COUNTS_TYPE = new TypeReference<>() {};

    private final Database database;
    private final Self self;
    private final String instanceId = UUID.randomUUID().toString();
    private volatile boolean stopped;

    /** This instance. */
    public record Self(String host, String version, Instant startedAt) {}

    /**
     * Another instance.
     *
     * @param silence since it was last seen
     * @param counts what it had done then in the minute before, by kind
     */
    public record Other(
            String host,
            String version,
            Instant startedAt,
            Instant seenAt,
            Duration silence,
            Map<String, Long> counts) {}

    public Instances(Database database, Self self) {
        this.database = database;
        this.self = self;
    }

    public Self self() {
        return self;
    }

    /** Stores that this instance runs, and what it has done in the last minute. */
    public void report(Map<String, Long> counts) {
        LedgerTransaction.run(database, 1, "report this instance", handle -> {
            String json = LedgerJson.write(counts);
            int updated = handle.createUpdate(Database.sql("ops/update-instance"))
                    .bind("instanceId", instanceId)
                    .bind("counts", json)
                    .execute();
            // A report that was under way when the program stopped must not bring the row back.
            return updated > 0 || stopped ? updated : insert(handle, json);
        });
    }

    private int insert(Handle handle, String counts) {
        return handle.createUpdate(Database.sql("ops/insert-instance"))
                .bind("instanceId", instanceId)
                .bind("host", StorableText.of(self.host, MAX_HOST_LENGTH))
                .bind("version", StorableText.of(self.version, MAX_VERSION_LENGTH))
                .bind("startedAt", self.startedAt)
                .bind("counts", counts)
                .execute();
    }

    /** The others that were seen in the last five minutes, the latest first. */
    public List<Other> findOthers() {
        return LedgerTransaction.run(database, 1, "list instances", handle -> handle
                .createQuery(Database.sql("ops/other-instances"))
                .bind("instanceId", instanceId)
                .bind("limit", MAX_INSTANCES)
                .mapTo(InstanceRow.class)
                .stream()
                .map(Instances::other)
                .toList());
    }

    private static Other other(InstanceRow row) {
        return new Other(
                row.host(),
                row.version(),
                row.startedAt(),
                row.seenAt(),
                Duration.ofMillis(Math.round(row.silentSeconds() * 1000)),
                LedgerJson.MAPPER.convertValue(LedgerJson.read(row.counts()), COUNTS_TYPE));
    }

    /** This instance stops, and is no longer among the others. While the database is unavailable it stays there, as silent. */
    public void stop() {
        stopped = true;
        if (!database.isLikelyAvailable()) {
            return;
        }
        try {
            LedgerTransaction.run(database, 1, "report that this instance stops", handle -> handle.createUpdate(
                            Database.sql("ops/delete-instance"))
                    .bind("instanceId", instanceId)
                    .execute());
        } catch (LedgerException e) {
            LOG.warn("this instance is listed until it was silent for five minutes: {}", e.getMessage());
        }
    }
}
