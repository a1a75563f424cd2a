package dev.linqroutes.ledger.outbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * A record to send to a topic.
 *
 * @param value null for a tombstone
 */
public record OutboxRecord(String topic, Optional<byte[]> key, byte[] value, Map<String, String> headers) {

    public static OutboxRecord withKey(String topic, String key, byte[] value, Map<String, String> headers) {
        return new OutboxRecord(topic, Optional.of(key.getBytes(StandardCharsets.UTF_8)), value, headers);
    }

    /** Inserts the records into the outbox in their order, as part of the handle's transaction. */
    public static void insert(Handle handle, Iterable<OutboxRecord> records) {
        PreparedBatch batch = handle.prepareBatch(Database.sql("outbox/insert-record"));
        for (OutboxRecord each : records) {
            batch.bind("topic", each.topic)
                    .bind("key", each.key.orElse(null))
                    .bind("value", each.value)
                    .bind("headers", LedgerJson.write(each.headers))
                    .add();
        }
        LedgerTransaction.execute(batch);
    }
}
