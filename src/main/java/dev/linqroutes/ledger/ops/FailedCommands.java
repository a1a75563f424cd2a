package dev.linqroutes.ledger.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.batch.BatchLocks;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.mailbox.GroupLocks;
import dev.linqroutes.ledger.mailbox.MailboxArrivals;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.ops.OpsRowTypes.CallToReplay;
import dev.linqroutes.ledger.ops.OpsRowTypes.FailedCommandState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Commands that failed, and a new try of them on a person's word. The calls that Linq took stay as they are; the others get
 * a fresh idempotency key, because Linq would answer the old one with what it answered before (reference 1.3). A call that
 * never had an answer keeps its key: what it asks for may have been done.
 */
public final class FailedCommands {
    private static final String IDEMPOTENCY_KEY = "idempotency_key";

    /** Of the planner's key: the position, and the replay where it is not the first try. */
    private static final Pattern KEY_SUFFIX = Pattern.compile("(-\\d+)(-r\\d+)?\\z");

    private final Database database;
    private final Clock clock;

    public FailedCommands(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Which of them; empty means any.
     *
     * @param commandIds any of these
     * @param batch name of the imported file
     * @param code Linq's error code, or the HTTP status
     * @param since failed then or later
     * @param until failed before
     */
    public record Filter(
            List<String> commandIds,
            Optional<String> batch,
            Optional<Integer> code,
            Optional<Instant> since,
            Optional<Instant> until) {}

    /**
     * One of them.
     *
     * @param position of the call that failed
     * @param error what Linq said, in one line
     */
    public record Failure(String commandId, String type, String place, Instant failedAt, int position, String error) {}

    /** In the order in which they were accepted. */
    public List<Failure> find(Filter filter) {
        return LedgerTransaction.run(
                database, 1, "find failed commands", handle -> handle.createQuery(Database.sql("ops/failed-commands"))
                        .bind("allIds", filter.commandIds().isEmpty())
                        .bindArray("commandIds", String.class, filter.commandIds())
                        .bind("batch", filter.batch().orElse(null))
                        .bind("code", filter.code().orElse(null))
                        .bind("since", filter.since().orElse(Instant.EPOCH))
                        .bind("until", filter.until().orElse(Instant.parse("9999-01-01T00:00:00Z")))
                        .mapTo(Failure.class)
                        .list());
    }

    /**
     * Puts what is left of the command back into its mailbox, behind whatever waits there. The batch that it came with, if
     * any, is open again until it is done.
     *
     * @return why it could not be done; empty when it is
     * @throws LedgerException when the database is away
     */
    public Optional<String> replay(String commandId) {
        return LedgerTransaction.run(database, 3, "replay " + commandId, handle -> replay(handle, commandId));
    }

    private Optional<String> replay(Handle handle, String commandId) {
        lockBatch(handle, commandId);
        Optional<FailedCommandState> command = handle.createQuery(Database.sql("ops/lock-failed-command"))
                .bind("commandId", commandId)
                .mapTo(FailedCommandState.class)
                .findOne();
        if (command.isEmpty()) {
            return Optional.of("it is no longer failed");
        }
        if (command.get().mailbox().isEmpty()) {
            return Optional.of("its group is no longer in the ledger; send it as a new command");
        }
        String mailbox = command.get().mailbox().get();
        List<CallToReplay> calls = handle.createQuery(Database.sql("ops/calls-to-replay"))
                .bind("commandId", commandId)
                .mapTo(CallToReplay.class)
                .list();
        if (calls.stream().anyMatch(call -> call.kind() == CallKind.CREATE_CHAT)) {
            int groups = handle.createUpdate(Database.sql("ops/replay-group"))
                    .bind("mailbox", mailbox)
                    .bind("commandId", commandId)
                    .execute();
            if (groups == 0) {
                return Optional.of("another command has created its group since");
            }
        }
        MailboxArrivals.record(handle, List.of(mailbox), clock.instant());
        GroupLocks.requireExisting(handle, List.of(mailbox));
        for (CallToReplay call : calls) {
            Optional<String> key = call.idempotencyKey()
                    .map(old ->
                            call.inDoubt() ? old : freshKey(old, command.get().replays() + 1));
            handle.createUpdate(Database.sql("ops/replay-call"))
                    .bind("commandId", commandId)
                    .bind("position", call.position())
                    .bind("mailbox", mailbox)
                    .bind("body", key.map(fresh -> withKey(call, fresh)).orElse(call.body()))
                    .bind("idempotencyKey", key.orElse(null))
                    .bind("inDoubt", call.inDoubt())
                    .execute();
        }
        handle.createUpdate(Database.sql("ops/replay-command"))
                .bind("commandId", commandId)
                .bind("mailbox", mailbox)
                .execute();
        reopenBatch(handle, command.get());
        return Optional.empty();
    }

    private static void lockBatch(Handle handle, String commandId) {
        handle.createQuery(Database.sql("ops/batch-of-command"))
                .bind("commandId", commandId)
                .mapTo(String.class)
                .findOne()
                .ifPresent(batchId -> BatchLocks.lock(handle, batchId));
    }

    /** The batch that the command came with is not done any more, and its results are written anew when it is. */
    private static void reopenBatch(Handle handle, FailedCommandState command) {
        command.batchId().ifPresent(batchId -> {
            handle.createUpdate(Database.sql("ops/reopen-part"))
                    .bind("batchId", batchId)
                    .bind("rowNo", command.rowNo())
                    .execute();
            handle.createUpdate(Database.sql("ops/reopen-batch"))
                    .bind("batchId", batchId)
                    .execute();
        });
    }

    private static String freshKey(String key, int replay) {
        return KEY_SUFFIX.matcher(key).replaceFirst("$1-r" + replay);
    }

    private static String withKey(CallToReplay call, String key) {
        JsonNode json = LedgerJson.read(call.body());
        for (JsonNode content : json.findParents(IDEMPOTENCY_KEY)) {
            if (call.idempotencyKey()
                    .equals(Optional.of(content.get(IDEMPOTENCY_KEY).asText()))) {
                ((ObjectNode) content).put(IDEMPOTENCY_KEY, key);
            }
        }
        return json.toString();
    }
}
