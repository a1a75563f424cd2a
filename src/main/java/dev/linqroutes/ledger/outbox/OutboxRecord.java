package dev.linqroutes.ledger.outbox;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** A record on its way to a topic. */
public record OutboxRecord(String topic, Optional<byte[]> key, byte[] value, Map<String, String> headers) {

    public static OutboxRecord withKey(String topic, String key, byte[] value, Map<String, String> headers) {
        return new OutboxRecord(topic, Optional.of(key.getBytes(StandardCharsets.UTF_8)), value, headers);
    }

    /** Puts the records into the outbox, in this order, as part of the handle's transaction. */
    public static void insert(Handle handle, Iterable<OutboxRecord> records) {
        PreparedBatch batch = handle.prepareBatch(Database.sql("outbox/insert-record"));
        for (OutboxRecord outgoing : records) {
            batch.bind("topic", outgoing.topic)
                    .bind("key", outgoing.key.orElse(null))
                    .bind("value", outgoing.value)
                    .bind("headers", LedgerJson.write(outgoing.headers))
                    .add();
        }
        LedgerTransaction.execute(batch);
    }
}
