package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.batch.BatchLocks;
import dev.linqroutes.ledger.db.Bisection;
import dev.linqroutes.ledger.db.ColumnArrays;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.StorableText;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.intake.IntakeRowTypes.ExistingCommand;
import dev.linqroutes.ledger.mailbox.LineChooser;
import dev.linqroutes.ledger.mailbox.LinePool;
import dev.linqroutes.ledger.mailbox.MailboxArrivals;
import dev.linqroutes.ledger.model.CallStatus;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.CommandStatus;
import dev.linqroutes.ledger.model.ErasedContent;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.MessageReference;
import dev.linqroutes.ledger.model.MessageReference.OfCommand;
import dev.linqroutes.ledger.model.MessageReference.OfEvent;
import dev.linqroutes.ledger.model.Origin;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.ledger.outbox.DeadLetterMapper;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutcomeMapper;
import dev.linqroutes.trace.CommandTracer;
import dev.linqroutes.trace.OpenSpan;
import dev.linqroutes.trace.TraceContext;
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
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts commands, many in one transaction. An accepted command is worked whatever happens to this process; a redelivered
 * one changes nothing.
 */
public final class CommandIntake {
    private static final Logger LOG = LoggerFactory.getLogger(CommandIntake.class);
    private static final int MAX_ATTEMPTS = 3;

    private final Database database;
    private final OutcomeMapper outcomes;
    private final String deadLetterTopic;
    private final Clock clock;
    private final Wakeup mailboxWakeup;
    private final Wakeup relayWakeup;
    private final LongAdder accepted = new LongAdder();
    private final CommandTracer tracer;
    private final LinePool lines;

    /**
     * @param lines of new groups whose commands name none
     * @param mailboxWakeup signalled when there are calls to send
     * @param relayWakeup signalled when there are refusals to relay
     */
    public CommandIntake(
            Database database,
            OutcomeMapper outcomes,
            String deadLetterTopic,
            LinePool lines,
            Clock clock,
            Wakeup mailboxWakeup,
            Wakeup relayWakeup,
            CommandTracer tracer) {
        this.database = database;
        this.outcomes = outcomes;
        this.deadLetterTopic = deadLetterTopic;
        this.lines = lines;
        this.clock = clock;
        this.mailboxWakeup = mailboxWakeup;
        this.relayWakeup = relayWakeup;
        this.tracer = tracer;
    }

    /**
     * Accepts or refuses each command; keeps the order inside each group.
     *
     * <p>A redelivery from the same position changes nothing. A command id that another position used before gets a {@code
     * duplicate} outcome. An item that the database rejects, or that this program fails on, is refused; the others are
     * accepted.
     *
     * @throws LedgerException when the database is unavailable: some of the items may be recorded; deliver all of them again
     */
    public Counts accept(List<IntakeDecision> decisions) {
        List<Counts> counts = new ArrayList<>();
        Bisection.isolateFailures(
                decisions,
                some -> counts.add(acceptTogether(some)),
                (failed, error) -> counts.add(refuse(failed, error)));
        mailboxWakeup.signal();
        relayWakeup.signal();
        return counts.stream().reduce(Counts.NONE, Counts::plus);
    }

    /** How many commands this instance has accepted since its start. */
    public long acceptedCount() {
        return accepted.sum();
    }

    private Counts acceptTogether(List<IntakeDecision> decisions) {
        Counts counts = LedgerTransaction.run(
                database,
                MAX_ATTEMPTS,
                "accept " + decisions.size() + " commands",
                handle -> accept(handle, decisions));
        accepted.add(counts.accepted);
        return counts;
    }

    /**
     * Refuses an item that cannot be stored. If its refusal cannot be stored either, the refusal is recorded without any
     * content of the command; the dead letter has all of it.
     *
     * @throws LedgerException when that fails, too
     */
    private Counts refuse(IntakeDecision failed, LedgerException error) {
        String place = failed.origin().place();
        String reason = StorableText.ofMessage((error instanceof LedgerDataRefused
                        ? "the ledger's database rejects it: "
                        : "internal error, please report it: ")
                + Database.rootMessage(error));
        Bisection.logFailure(LOG, failed.labels(), place + " refused", error);
        List<CommandRefusal> alternatives = new ArrayList<>();
        if (failed instanceof PlannedCommand command) {
            alternatives.add(CommandRefusal.of(command, reason));
        }
        alternatives.add(CommandRefusal.withoutContent(failed.origin(), reason));
        for (CommandRefusal refusal : alternatives) {
            try {
                return acceptTogether(List.of(refusal));
            } catch (LedgerDataRefused | LedgerFault e) {
                failed.labels().on(LOG.atError()).log("{}: the refusal could not be stored: {}", place, e.getMessage());
            }
        }
        throw error;
    }

    /**
     * How many items were accepted, refused, or ignored.
     *
     * @param redelivered items that the ledger had recorded before
     */
    public record Counts(int accepted, int refused, int redelivered) {
        private static final Counts NONE = new Counts(0, 0, 0);

        private Counts plus(Counts other) {
            return new Counts(accepted + other.accepted, refused + other.refused, redelivered + other.redelivered);
        }
    }

    private Counts accept(Handle handle, List<IntakeDecision> decisions) {
        Instant now = clock.instant();
        Set<String> cancelledBatches = BatchLocks.lockCancelled(handle, batchIds(decisions));
        // Groups before commands: a create that another instance commits in between is then recognized as redelivered,
        // instead of being refused because its group exists.
        GroupIndex groups = GroupIndex.load(handle, decisions);
        Map<String, ExistingCommand> known = findExistingCommands(handle, decisions);
        Set<String> refusedSources = findExistingRefusals(handle, decisions);
        KnownReferences references = KnownReferences.load(handle, references(decisions));
        GroupNames names = GroupNames.load(handle, groups, decisions);

        LineChooser chooser = lines.chooser(handle, now);
        Map<String, AcceptedCommand> accepted = new LinkedHashMap<>();
        List<CommandRefusal> refusals = new ArrayList<>();
        int redelivered = 0;
        for (IntakeDecision decision : decisions) {
            String sourceId = decision.origin().sourceId();
            // Also one that is refused now: the local file that it names may be gone, or changed, since it was
            // accepted.
            if (refusedSources.contains(sourceId) || isRedelivery(sourceId, known.get(commandId(decision)))) {
                redelivered++;
            } else if (decision instanceof CommandRefusal refusal) {
                refusedSources.add(sourceId);
                refusals.add(refusal);
                references.addRefused(refusal);
            } else if (decision instanceof PlannedCommand received) {
                PlannedCommand spelled = groups.withKnownSpelling(received);
                Optional<CommandRefusal> unacceptable = spelled.origin()
                                .batchId()
                                .filter(cancelledBatches::contains)
                                .isPresent()
                        ? Optional.of(CommandRefusal.cancelled(spelled))
                        : findRefusal(spelled, known, groups);
                IntakeDecision filled = unacceptable
                        .<IntakeDecision>map(refusal -> refusal)
                        .orElseGet(() -> names.fill(spelled, groups, now));
                if (filled instanceof CommandRefusal refusal) {
                    refusedSources.add(sourceId);
                    refusals.add(refusal);
                    references.addRefused(refusal);
                } else if (filled instanceof PlannedCommand command) {
                    known.put(
                            command.commandId(),
                            new ExistingCommand(
                                    command.commandId(),
                                    sourceId,
                                    command.origin().place()));
                    PlannedCommand lined = groups.withLine(command, chooser);
                    AcceptedCommand acceptedNow = AcceptedCommand.of(
                            lined,
                            groups.register(lined, groups.mayMove(command), now),
                            lined.reference()
                                    .flatMap(reference ->
                                            references.delay(reference, now, Instant.MAX, lined.expiresAt(), now)),
                            now,
                            trace(handle, lined, Optional.of(lined.type()), "accepted", now));
                    accepted.put(command.commandId(), acceptedNow);
                    names.record(lined, acceptedNow.mailbox, acceptedNow.delayedUntil);
                    references.add(command.commandId(), acceptedNow.delayedUntil);
                }
            }
        }
        insert(handle, groups, List.copyOf(accepted.values()), now);
        insertRefusals(handle, refusals, now);
        return new Counts(accepted.size(), refusals.size(), redelivered);
    }

    /** The context of the span, which ends when the decision is committed; empty without traces. */
    private Optional<TraceContext> trace(
            Handle handle, IntakeDecision decision, Optional<String> type, String status, Instant now) {
        if (!tracer.isOn()) {
            return Optional.empty();
        }
        OpenSpan span = tracer.startIntake(
                decision.labels(),
                new CommandTracer.Received(type, status, RecordPositions.read(decision.origin())),
                now);
        handle.afterCommit(() -> span.end(clock.instant()));
        return span.context();
    }

    private static void insert(Handle handle, GroupIndex groups, List<AcceptedCommand> accepted, Instant now) {
        Map<Boolean, Set<String>> mailboxesByDelay = accepted.stream()
                .collect(Collectors.partitioningBy(
                        each -> each.delayedUntil.isPresent(),
                        Collectors.mapping(AcceptedCommand::mailbox, Collectors.toSet())));
        // Consistent lock order: mailboxes before groups.
        MailboxArrivals.record(handle, mailboxesByDelay.get(false), now);
        groups.insert(handle, now);
        groups.requireStillExisting(handle, mailboxesByDelay.get(false), mailboxesByDelay.get(true));
        insertCommands(handle, accepted, now);
    }

    /**
     * @param delayedUntil when its calls go into the mailbox; empty for immediately
     * @param traceContext for the spans of its calls; empty without traces
     */
    private record AcceptedCommand(
            PlannedCommand command,
            String mailbox,
            Optional<Instant> delayedUntil,
            Optional<TraceContext> traceContext) {
        static AcceptedCommand of(
                PlannedCommand command,
                GroupIndex.Destination destination,
                Optional<Instant> referenceKnownAt,
                Instant now,
                Optional<TraceContext> traceContext) {
            // Also while the group's create is due but not released yet: the create goes first.
            Optional<Instant> delayedUntil = Stream.of(
                            command.notBefore().filter(now::isBefore), destination.opensAt(), referenceKnownAt)
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder());
            return new AcceptedCommand(command, destination.mailbox(), delayedUntil, traceContext);
        }

        String commandStatus() {
            return (delayedUntil.isPresent() ? CommandStatus.DELAYED : CommandStatus.WAITING).word();
        }

        String callStatus() {
            return (delayedUntil.isPresent() ? CallStatus.DELAYED : CallStatus.WAITING).word();
        }
    }

    private static Set<String> batchIds(List<IntakeDecision> decisions) {
        return decisions.stream()
                .flatMap(decision -> decision.origin().batchId().stream())
                .collect(Collectors.toSet());
    }

    private static Long rowNo(IntakeDecision decision) {
        return decision.origin().row().map(Origin.Row::number).orElse(null);
    }

    /** The producer's id, or else the position, as far as it could be read. */
    private static String commandId(IntakeDecision decision) {
        return decision instanceof PlannedCommand command
                ? command.commandId()
                : ((CommandRefusal) decision)
                        .commandId()
                        .orElse(decision.origin().sourceId());
    }

    static boolean isRedelivery(String sourceId, ExistingCommand known) {
        return known != null && known.sourceId().equals(sourceId);
    }

    static Optional<CommandRefusal> findRefusal(
            PlannedCommand command, Map<String, ExistingCommand> known, GroupIndex groups) {
        ExistingCommand first = known.get(command.commandId());
        return first == null
                ? groups.refusalReason(command)
                        .map(reason -> CommandRefusal.of(
                                command,
                                new CommandRefusal.Reason(
                                        command.origin().describeField(CommandRefusal.GROUP_REF), reason)))
                : Optional.of(CommandRefusal.duplicate(command, first.place()));
    }

    static Map<String, ExistingCommand> findExistingCommands(Handle handle, List<IntakeDecision> decisions) {
        // The id of a command that named an erased person is stored as its hash.
        Map<String, String> idsByStored = new HashMap<>();
        decisions.stream().map(CommandIntake::commandId).forEach(id -> {
            idsByStored.put(id, id);
            idsByStored.put(ErasedContent.id(id), id);
        });
        Map<String, ExistingCommand> known = new HashMap<>();
        handle.createQuery(Database.sql("intake/existing-commands"))
                .bindArray("commandIds", String.class, idsByStored.keySet())
                .mapTo(ExistingCommand.class)
                .forEach(row -> known.put(idsByStored.get(row.commandId()), row));
        return known;
    }

    private static List<MessageReference> references(List<IntakeDecision> decisions) {
        return decisions.stream()
                .filter(PlannedCommand.class::isInstance)
                .flatMap(decision -> ((PlannedCommand) decision).reference().stream())
                .toList();
    }

    private static Set<String> findExistingRefusals(Handle handle, List<IntakeDecision> decisions) {
        return new LinkedHashSet<>(handle.createQuery(Database.sql("intake/existing-refusals"))
                .bindArray(
                        "sourceIds",
                        String.class,
                        decisions.stream()
                                .map(decision -> decision.origin().sourceId())
                                .toList())
                .mapTo(String.class)
                .list());
    }

    private static void insertCommands(Handle handle, List<AcceptedCommand> accepted, Instant now) {
        if (accepted.isEmpty()) {
            return;
        }
        Update commands =
                handle.createUpdate(Database.sql("intake/insert-commands")).bind("now", now);
        new ColumnArrays<>(commands, accepted)
                .texts("commandIds", each -> each.command.commandId())
                .texts("types", each -> each.command.type())
                .texts("sourceIds", each -> each.command.origin().sourceId())
                .texts("sources", each -> each.command.origin().source())
                .texts("places", each -> each.command.origin().place())
                .texts("batchIds", each -> each.command.origin().batchId().orElse(null))
                .numbers("rowNos", each -> rowNo(each.command))
                .texts("mailboxes", AcceptedCommand::mailbox)
                .texts("groupRefs", each -> each.command.group().groupRef().orElse(null))
                .texts("chatIds", each -> each.command.group().chatId().orElse(null))
                .texts("warnings", each -> LedgerJson.write(each.command.warnings()))
                .texts("statuses", AcceptedCommand::commandStatus)
                .times("notBefore", each -> each.delayedUntil.orElse(null))
                .texts(
                        "traceContexts",
                        each -> each.traceContext.map(TraceContext::text).orElse(null));
        if (commands.execute() != accepted.size()) {
            throw new LedgerTransaction.Conflict();
        }
        insertCalls(
                handle,
                accepted.stream()
                        .flatMap(each -> each.command.calls().stream().map(call -> new AcceptedCall(each, call)))
                        .toList());
    }

    private record AcceptedCall(AcceptedCommand of, PlannedCall call) {
        Instant expiresAt() {
            return call.position() == 1 ? of.command.expiresAt().orElse(null) : null;
        }

        Optional<OfCommand> ofCommand() {
            return call.reference().filter(OfCommand.class::isInstance).map(OfCommand.class::cast);
        }

        String referredEventId() {
            return call.reference()
                    .filter(OfEvent.class::isInstance)
                    .map(each -> ((OfEvent) each).eventId())
                    .orElse(null);
        }
    }

    private static void insertCalls(Handle handle, List<AcceptedCall> accepted) {
        Update calls = handle.createUpdate(Database.sql("intake/insert-calls"));
        new ColumnArrays<>(calls, accepted)
                .texts("commandIds", each -> each.of.command.commandId())
                .numbers("positions", each -> (long) each.call.position())
                .texts("mailboxes", each -> each.of.mailbox)
                .texts("kinds", each -> each.call.kind().name())
                .texts("methods", each -> each.call.method())
                .texts("paths", each -> each.call.path())
                .texts("bodies", each -> each.call.body())
                .texts("idempotencyKeys", each -> each.call.idempotencyKey().orElse(null))
                .texts("statuses", each -> each.of.callStatus())
                .times("expiresAt", AcceptedCall::expiresAt)
                .texts(
                        "referredCommandIds",
                        each -> each.ofCommand().map(OfCommand::commandId).orElse(null))
                .numbers("referredNumbers", each -> each.ofCommand()
                        .map(found -> (long) found.number())
                        .orElse(null))
                .texts("referredEventIds", AcceptedCall::referredEventId);
        calls.execute();
    }

    private void insertRefusals(Handle handle, List<CommandRefusal> refusals, Instant now) {
        PreparedBatch rows = handle.prepareBatch(Database.sql("intake/insert-refusal"));
        List<OutboxRecord> records = new ArrayList<>();
        for (CommandRefusal refusal : refusals) {
            rows.bind("sourceId", refusal.origin().sourceId())
                    .bind("commandId", refusal.commandId().orElse(null))
                    .bind("place", refusal.origin().place())
                    .bind("batchId", refusal.origin().batchId().orElse(null))
                    .bind("rowNo", rowNo(refusal))
                    .bind("groupRef", refusal.groupRef().orElse(null))
                    .bind("chatId", refusal.chatId().orElse(null))
                    .bind("status", refusal.status().word())
                    .bind("problems", LedgerJson.write(refusal.problems()))
                    .bind("now", now)
                    .add();
            records.add(outcomes.ofRefusal(
                    handle,
                    refusal,
                    trace(handle, refusal, refusal.type(), refusal.status().word(), now),
                    now));
            DeadLetterMapper.of(refusal, deadLetterTopic).ifPresent(records::add);
        }
        LedgerTransaction.executeExactlyOneRow(rows);
        OutboxRecord.insert(handle, records);
    }
}
