package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.batch.BatchLocks;
import dev.linqroutes.ledger.db.Bisection;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.intake.IntakeRowTypes.ExistingCommand;
import dev.linqroutes.ledger.mailbox.MailboxArrivals;
import dev.linqroutes.ledger.model.CallStatus;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.Origin;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.outbox.DeadLetterMapper;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.outbox.OutcomeMapper;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts commands: a whole batch in one transaction. What is accepted is worked some time, whatever happens to this
 * process; what the ledger has seen before is recognised and changes nothing.
 */
public final class CommandIntake {
    private static final Logger LOG = LoggerFactory.getLogger(CommandIntake.class);
    private static final int MAX_ATTEMPTS = 3;

    private final Database database;
    private final OutboxTopics topics;
    private final Clock clock;
    private final Wakeup mailboxWakeup;
    private final Wakeup relayWakeup;

    /**
     * @param work raised when there are calls to make
     * @param relay raised when there are refusals to relay
     */
    public CommandIntake(Database database, OutboxTopics topics, Clock clock, Wakeup work, Wakeup relay) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
        this.mailboxWakeup = work;
        this.relayWakeup = relay;
    }

    /**
     * Accepts or refuses each of the batch; the order is kept inside each group.
     *
     * <p>A second delivery from the same position changes nothing. A command id that another position has used already
     * is answered with a {@code duplicate} outcome.
     *
     * <p>What the database does not take, or this program fails at, is refused; what stands beside it is not.
     *
     * @throws LedgerException when the database is away: some of the batch may be recorded, and it may be given again
     */
    public Counts accept(List<IntakeDecision> batch) {
        List<Counts> accepted = new ArrayList<>();
        Bisection.isolateFailures(
                batch, some -> accepted.add(acceptTogether(some)), (bad, error) -> accepted.add(refuse(bad, error)));
        mailboxWakeup.signal();
        relayWakeup.signal();
        return accepted.stream().reduce(Counts.NONE, Counts::plus);
    }

    private Counts acceptTogether(List<IntakeDecision> batch) {
        return LedgerTransaction.run(
                database, MAX_ATTEMPTS, "accept " + batch.size() + " commands", handle -> accept(handle, batch));
    }

    /**
     * Refuses what the database does not take, or what this program fails at. If that is not taken either, all that
     * anybody wrote into it is left out, and only its position is told; a dead letter has the rest.
     *
     * @throws LedgerException when not even that is taken
     */
    private Counts refuse(IntakeDecision bad, LedgerException error) {
        String reason = StorableText.ofMessage((error instanceof LedgerDataRefused
                        ? "the ledger's database does not take it: "
                        : "this program fails at it, please report that: ")
                + Database.rootMessage(error));
        Bisection.logFailure(LOG, bad.origin().place() + " is refused", error);
        List<CommandRefusal> tries = new ArrayList<>();
        if (bad instanceof PlannedCommand command) {
            tries.add(CommandRefusal.of(command, reason));
        }
        tries.add(CommandRefusal.withoutContent(bad.origin(), reason));
        for (CommandRefusal refusal : tries) {
            try {
                return acceptTogether(List.of(refusal));
            } catch (LedgerDataRefused | LedgerFault e) {
                LOG.error("{}: the refusal is not taken: {}", bad.origin().place(), e.getMessage());
            }
        }
        throw error;
    }

    /**
     * What became of a batch.
     *
     * @param redelivered deliveries that the ledger had seen before
     */
    public record Counts(int accepted, int refused, int redelivered) {
        private static final Counts NONE = new Counts(0, 0, 0);

        private Counts plus(Counts other) {
            return new Counts(accepted + other.accepted, refused + other.refused, redelivered + other.redelivered);
        }
    }

    private Counts accept(Handle handle, List<IntakeDecision> batch) {
        Instant now = clock.instant();
        Set<String> cancelled = BatchLocks.lockCancelled(handle, batchIds(batch));
        // Groups before commands: a create that another instance commits in between is then seen as the repeat it is,
        // and not refused because its group exists.
        GroupIndex groups = GroupIndex.load(handle, batch);
        Map<String, ExistingCommand> known = findExistingCommands(handle, batch);
        Set<String> refusedSources = findExistingRefusals(handle, batch);

        Map<String, AcceptedCommand> admitted = new LinkedHashMap<>();
        List<CommandRefusal> refusals = new ArrayList<>();
        int repeated = 0;
        for (IntakeDecision intake : batch) {
            String sourceId = intake.origin().sourceId();
            if (refusedSources.contains(sourceId)
                    || (intake instanceof PlannedCommand command
                            && isRedelivery(sourceId, known.get(command.commandId())))) {
                repeated++;
            } else if (intake instanceof CommandRefusal refusal) {
                refusedSources.add(sourceId);
                refusals.add(refusal);
            } else if (intake instanceof PlannedCommand received) {
                PlannedCommand command = groups.withKnownSpelling(received);
                Optional<CommandRefusal> refusal = command.origin()
                                .row()
                                .map(Origin.Row::batchId)
                                .filter(cancelled::contains)
                                .isPresent()
                        ? Optional.of(CommandRefusal.cancelled(command))
                        : findRefusal(command, known, groups);
                if (refusal.isPresent()) {
                    refusedSources.add(sourceId);
                    refusals.add(refusal.get());
                } else {
                    known.put(
                            command.commandId(),
                            new ExistingCommand(
                                    command.commandId(),
                                    sourceId,
                                    command.origin().place()));
                    admitted.put(command.commandId(), AcceptedCommand.of(command, groups.register(command, now), now));
                }
            }
        }
        Map<Boolean, Set<String>> byDelay = admitted.values().stream()
                .collect(Collectors.partitioningBy(
                        each -> each.delayedUntil.isPresent(),
                        Collectors.mapping(AcceptedCommand::mailbox, Collectors.toSet())));
        // Mailboxes before groups, as everybody locks them.
        MailboxArrivals.record(handle, byDelay.get(false), now);
        groups.insert(handle, now);
        groups.requireStillExisting(handle, byDelay.get(false), byDelay.get(true));
        insert(handle, admitted.values(), now);
        insertRefusals(handle, refusals, now);
        return new Counts(admitted.size(), refusals.size(), repeated);
    }

    /** @param delayedUntil when its calls go into the mailbox; empty for at once */
    private record AcceptedCommand(PlannedCommand command, String mailbox, Optional<Instant> delayedUntil) {
        static AcceptedCommand of(PlannedCommand command, GroupIndex.Destination place, Instant now) {
            // A create that is due, but not released yet, still goes first.
            Optional<Instant> delayedUntil = Stream.of(command.notBefore().filter(now::isBefore), place.opensAt())
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder());
            return new AcceptedCommand(command, place.mailbox(), delayedUntil);
        }

        String commandStatus() {
            return (delayedUntil.isPresent() ? CommandStatus.DELAYED : CommandStatus.WAITING).word();
        }

        String callStatus() {
            return (delayedUntil.isPresent() ? CallStatus.DELAYED : CallStatus.WAITING).word();
        }
    }

    private static Set<String> batchIds(List<IntakeDecision> intakes) {
        return intakes.stream()
                .flatMap(intake -> intake.origin().row().stream())
                .map(Origin.Row::batchId)
                .collect(Collectors.toSet());
    }

    private static String batchId(IntakeDecision intake) {
        return intake.origin().row().map(Origin.Row::batchId).orElse(null);
    }

    private static Long rowNo(IntakeDecision intake) {
        return intake.origin().row().map(Origin.Row::number).orElse(null);
    }

    static boolean isRedelivery(String sourceId, ExistingCommand known) {
        return known != null && known.sourceId().equals(sourceId);
    }

    static Optional<CommandRefusal> findRefusal(
            PlannedCommand command, Map<String, ExistingCommand> known, GroupIndex groups) {
        ExistingCommand first = known.get(command.commandId());
        return first == null
                ? groups.refusalReason(command).map(objection -> CommandRefusal.of(command, objection))
                : Optional.of(CommandRefusal.duplicate(command, first.place()));
    }

    static Map<String, ExistingCommand> findExistingCommands(Handle handle, List<IntakeDecision> batch) {
        List<String> ids = batch.stream()
                .filter(PlannedCommand.class::isInstance)
                .map(intake -> ((PlannedCommand) intake).commandId())
                .toList();
        Map<String, ExistingCommand> known = new HashMap<>();
        handle.createQuery(Database.sql("intake/existing-commands"))
                .bindArray("commandIds", String.class, ids)
                .mapTo(ExistingCommand.class)
                .forEach(row -> known.put(row.commandId(), row));
        return known;
    }

    private static Set<String> findExistingRefusals(Handle handle, List<IntakeDecision> batch) {
        return new LinkedHashSet<>(handle.createQuery(Database.sql("intake/existing-refusals"))
                .bindArray(
                        "sourceIds",
                        String.class,
                        batch.stream().map(intake -> intake.origin().sourceId()).toList())
                .mapTo(String.class)
                .list());
    }

    private static void insert(Handle handle, Iterable<AcceptedCommand> admitted, Instant now) {
        PreparedBatch commands = handle.prepareBatch(Database.sql("intake/insert-command"));
        PreparedBatch calls = handle.prepareBatch(Database.sql("intake/insert-call"));
        for (AcceptedCommand each : admitted) {
            PlannedCommand command = each.command;
            commands.bind("commandId", command.commandId())
                    .bind("type", command.type())
                    .bind("sourceId", command.origin().sourceId())
                    .bind("source", command.origin().source())
                    .bind("place", command.origin().place())
                    .bind("batchId", batchId(command))
                    .bind("rowNo", rowNo(command))
                    .bind("mailbox", each.mailbox)
                    .bind("groupRef", command.group().groupRef().orElse(null))
                    .bind("chatId", command.group().chatId().orElse(null))
                    .bind("warnings", LedgerJson.write(command.warnings()))
                    .bind("status", each.commandStatus())
                    .bind("notBefore", each.delayedUntil.orElse(null))
                    .bind("now", now)
                    .add();
            for (PlannedCall call : command.calls()) {
                calls.bind("commandId", command.commandId())
                        .bind("position", call.position())
                        .bind("mailbox", each.mailbox)
                        .bind("kind", call.kind())
                        .bind("method", call.method())
                        .bind("path", call.path())
                        .bind("body", call.body())
                        .bind("idempotencyKey", call.idempotencyKey().orElse(null))
                        .bind("status", each.callStatus())
                        .bind(
                                "expiresAt",
                                call.position() == 1 ? command.expiresAt().orElse(null) : null)
                        .add();
            }
        }
        LedgerTransaction.executeExactlyOneRow(commands);
        LedgerTransaction.execute(calls);
    }

    private void insertRefusals(Handle handle, List<CommandRefusal> refusals, Instant now) {
        PreparedBatch rows = handle.prepareBatch(Database.sql("intake/insert-refusal"));
        List<OutboxRecord> records = new ArrayList<>();
        for (CommandRefusal refusal : refusals) {
            rows.bind("sourceId", refusal.origin().sourceId())
                    .bind("commandId", refusal.commandId().orElse(null))
                    .bind("place", refusal.origin().place())
                    .bind("batchId", batchId(refusal))
                    .bind("rowNo", rowNo(refusal))
                    .bind("groupRef", refusal.groupRef().orElse(null))
                    .bind("chatId", refusal.chatId().orElse(null))
                    .bind("status", refusal.status().word())
                    .bind("problems", LedgerJson.write(refusal.problems()))
                    .bind("now", now)
                    .add();
            records.add(OutcomeMapper.ofRefusal(refusal, topics.outcomes(), now));
            DeadLetterMapper.of(refusal, topics.deadLetters()).ifPresent(records::add);
        }
        LedgerTransaction.executeExactlyOneRow(rows);
        OutboxRecord.insert(handle, records);
    }
}
