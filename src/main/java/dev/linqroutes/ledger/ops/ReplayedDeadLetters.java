package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.db.TransactionStep;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Replays dead letters on behalf of a person, each once: a corrected command may have another id than the one before, so that its id
 * alone does not prevent a second execution.
 *
 * <p>Thread-safe. Every method throws a {@link LedgerException} when the database is unavailable.
 */
public final class ReplayedDeadLetters {
    private final Database database;
    private final String topic;
    private final Clock clock;
    private final Wakeup relayWakeup;

    /**
     * @param topic of commands
     * @param relayWakeup signalled when there is a command to relay
     */
    public ReplayedDeadLetters(Database database, String topic, Clock clock, Wakeup relayWakeup) {
        this.database = database;
        this.topic = topic;
        this.clock = clock;
        this.relayWakeup = relayWakeup;
    }

    /**
     * A dead letter that was replayed.
     *
     * @param sourceId id of the refused record
     * @param commandId of the corrected command
     */
    public record Replayed(String sourceId, String commandId, String replayedBy, Instant replayedAt) {}

    /** Those of the dead letters that were replayed, by the id of the refused record. */
    public Map<String, Replayed> find(Collection<String> sourceIds) {
        return LedgerTransaction.run(database, 1, "find replayed dead letters", handle -> find(handle, sourceIds));
    }

    private static Map<String, Replayed> find(Handle handle, Collection<String> sourceIds) {
        return handle.createQuery(Database.sql("ops/find-replayed-dead-letters"))
                .bindArray("sourceIds", String.class, sourceIds)
                .mapTo(Replayed.class)
                .collect(Collectors.toMap(Replayed::sourceId, Function.identity()));
    }

    /**
     * Sends the corrected command of a dead letter to the topic of commands by way of the outbox; no effect if the dead letter was
     * replayed before.
     *
     * @param key of the dead letter; empty for none
     * @param record written with it, if it is replayed now
     * @return the replay before; empty when it is replayed now
     */
    public Optional<Replayed> replay(
            String sourceId,
            Optional<byte[]> key,
            byte[] command,
            String commandId,
            String user,
            TransactionStep record) {
        Optional<Replayed> before = LedgerTransaction.run(database, 3, "replay a dead letter", handle -> {
            Optional<Replayed> known =
                    Optional.ofNullable(find(handle, List.of(sourceId)).get(sourceId));
            if (record.writeIf(known.isEmpty(), handle)) {
                PreparedBatch row = handle.prepareBatch(Database.sql("ops/insert-replayed-dead-letter"));
                row.bind("sourceId", sourceId)
                        .bind("commandId", commandId)
                        .bind("user", StorableText.ofUser(user))
                        .bind("now", clock.instant())
                        .add();
                LedgerTransaction.executeUnique(row);
                OutboxRecord.insert(handle, List.of(new OutboxRecord(topic, key, command, Map.of())));
            }
            return known;
        });
        relayWakeup.signal();
        return before;
    }
}
