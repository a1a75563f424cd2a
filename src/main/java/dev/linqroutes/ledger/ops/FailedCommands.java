package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.batch.BatchLocks;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.LikePattern;
import dev.linqroutes.ledger.mailbox.GroupLocks;
import dev.linqroutes.ledger.mailbox.MailboxArrivals;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.model.ErasedContent;
import dev.linqroutes.ledger.model.MediaFile;
import dev.linqroutes.ledger.model.RepeatedKey;
import dev.linqroutes.ledger.ops.OpsRowTypes.CallToReplay;
import dev.linqroutes.ledger.ops.OpsRowTypes.FailedCommandState;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Finds failed commands and replays them on behalf of an operator. Calls that Linq accepted are not repeated. The others get
 * a new idempotency key, because Linq repeats its previous answer for a known key (reference 1.3). A call without an answer
 * keeps its key: Linq may have executed it.
 */
public final class FailedCommands {
    private final Database database;
    private final Clock clock;

    public FailedCommands(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Which failed commands; an empty component does not filter.
     *
     * @param batch id of the batch, or name of the imported file
     * @param code Linq's error code, or the HTTP status
     * @param text a part of the error's message, in any case
     * @param since inclusive
     * @param until exclusive
     */
    public record Filter(
            List<String> commandIds,
            Optional<String> batch,
            Optional<Integer> code,
            Optional<String> text,
            Optional<Instant> since,
            Optional<Instant> until) {
        /** For a person. */
        public String describe() {
            List<String> parts = new ArrayList<>();
            if (!commandIds.isEmpty()) {
                parts.add("commands " + String.join(", ", commandIds));
            }
            batch.ifPresent(name -> parts.add("file " + name));
            code.ifPresent(each -> parts.add("code " + each));
            text.ifPresent(each -> parts.add("error with \"" + each + "\""));
            since.ifPresent(time -> parts.add("since " + time));
            until.ifPresent(time -> parts.add("until " + time));
            return parts.isEmpty() ? "all failed commands" : String.join(", ", parts);
        }
    }

    /**
     * A failed command.
     *
     * @param position of the call that failed
     * @param error message and code, in one line
     * @param mailbox of its group
     */
    public record Failure(
            String commandId,
            String type,
            String place,
            Instant failedAt,
            int position,
            String error,
            String mailbox) {}

    /**
     * A command in any status.
     *
     * @param mailbox of its group
     */
    public record KnownCommand(
            String commandId,
            String type,
            String place,
            CommandStatus status,
            Instant acceptedAt,
            Optional<Instant> finishedAt,
            String mailbox) {}

    /**
     * What a replay of a call does.
     *
     * @param freshKey whether it gets a new idempotency key; false also for a call without a key
     */
    public record PlannedReplay(int position, CallKind kind, boolean hasKey, boolean freshKey) {}

    public Optional<KnownCommand> find(String commandId) {
        return Optional.ofNullable(find(List.of(commandId)).get(commandId));
    }

    /** Those of the commands that the ledger has, by id. */
    public Map<String, KnownCommand> find(Collection<String> commandIds) {
        return LedgerTransaction.run(
                database, 1, "find commands", handle -> handle.createQuery(Database.sql("ops/find-commands"))
                        .bindArray("commandIds", String.class, commandIds)
                        .mapTo(KnownCommand.class)
                        .collect(Collectors.toMap(KnownCommand::commandId, Function.identity())));
    }

    /** The calls that a replay of the command makes, in their order. */
    public List<PlannedReplay> plan(String commandId) {
        return LedgerTransaction.run(
                database, 1, "plan a replay", handle -> handle.createQuery(Database.sql("ops/calls-to-replay"))
                        .bind("commandId", commandId)
                        .mapTo(CallToReplay.class)
                        .map(call -> new PlannedReplay(
                                call.position(),
                                call.kind(),
                                call.idempotencyKey().isPresent(),
                                call.idempotencyKey().isPresent() && !call.inDoubt()))
                        .list());
    }

    /** All that match, in the order of acceptance. */
    public List<Failure> find(Filter filter) {
        return find(filter, Integer.MAX_VALUE);
    }

    /** The newest that match, in the order of acceptance. */
    public List<Failure> find(Filter filter, int limit) {
        return LedgerTransaction.run(
                database, 1, "find failed commands", handle -> handle.createQuery(Database.sql("ops/failed-commands"))
                        .bind("allIds", filter.commandIds().isEmpty())
                        .bindArray("commandIds", String.class, filter.commandIds())
                        .bind("batch", filter.batch().orElse(null))
                        .bind("code", filter.code().orElse(null))
                        .bind("text", filter.text().map(LikePattern::containing).orElse(null))
                        .bind("limit", limit)
                        .bind("since", filter.since().orElse(Instant.EPOCH))
                        .bind("until", filter.until().orElse(Instant.parse("9999-01-01T00:00:00Z")))
                        .mapTo(Failure.class)
                        .list());
    }

    /**
     * Puts the calls that Linq has not accepted back into the mailbox, behind its waiting calls. Reopens the batch of the
     * command, if it has one.
     *
     * @return why the command cannot be replayed; empty on success
     * @throws LedgerException when the database is unavailable
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
        if (calls.stream().anyMatch(call -> call.body().equals(ErasedContent.BODY))) {
            return Optional.of(
                    "its content was erased, because it named a person who was erased, or was deleted at Linq; send it as a new"
                            + " command");
        }
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
                    .map(old -> call.inDoubt()
                            ? old
                            : RepeatedKey.replayed(old, command.get().replays() + 1));
            handle.createUpdate(Database.sql("ops/replay-call"))
                    .bind("commandId", commandId)
                    .bind("position", call.position())
                    .bind("mailbox", mailbox)
                    .bind(
                            "body",
                            key.map(fresh -> RepeatedKey.replace(
                                            call.body(), call.idempotencyKey().get(), fresh))
                                    .orElse(call.body()))
                    .bind("idempotencyKey", key.orElse(null))
                    .bind("inDoubt", call.inDoubt())
                    .execute();
        }
        handle.createUpdate(Database.sql("ops/replay-command"))
                .bind("commandId", commandId)
                .bind("mailbox", mailbox)
                .execute();
        Set<String> files = calls.stream()
                .flatMap(call -> MediaFile.findPlaceholders(call.body()).stream())
                .collect(Collectors.toSet());
        if (!files.isEmpty()) {
            handle.createUpdate(Database.sql("ops/retry-media"))
                    .bindArray("sha256s", String.class, files)
                    .execute();
        }
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

    /** The batch's results are written again when the command is finished. */
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
}
