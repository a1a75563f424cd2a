package dev.linqroutes.ledger;

import dev.linqroutes.ledger.IntakeRowTypes.ExistingCommand;
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
public final class Acceptance {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptance.class);
    private static final int TRIES = 3;

    private final Database database;
    private final Topics topics;
    private final Clock clock;
    private final WorkSignal work;
    private final WorkSignal relay;

    /**
     * @param work raised when there are calls to make
     * @param relay raised when there are refusals to relay
     */
    public Acceptance(Database database, Topics topics, Clock clock, WorkSignal work, WorkSignal relay) {
        this.database = database;
        this.topics = topics;
        this.clock = clock;
        this.work = work;
        this.relay = relay;
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
    public Accepted accept(List<Intake> batch) {
        List<Accepted> accepted = new ArrayList<>();
        Halving.each(batch, some -> accepted.add(record(some)), (bad, error) -> accepted.add(refuse(bad, error)));
        work.raise();
        relay.raise();
        return accepted.stream().reduce(Accepted.NONE, Accepted::and);
    }

    private Accepted record(List<Intake> batch) {
        return LedgerTransaction.run(
                database, TRIES, "accept " + batch.size() + " commands", handle -> accept(handle, batch));
    }

    /**
     * Refuses what the database does not take, or what this program fails at. If that is not taken either, all that
     * anybody wrote into it is left out, and only its position is told; a dead letter has the rest.
     *
     * @throws LedgerException when not even that is taken
     */
    private Accepted refuse(Intake bad, LedgerException error) {
        String reason = StorableText.message((error instanceof LedgerRefusal
                        ? "the ledger's database does not take it: "
                        : "this program fails at it, please report that: ")
                + Database.rootMessage(error));
        Halving.tell(LOG, bad.origin().place() + " is refused", error);
        List<Refusal> tries = new ArrayList<>();
        if (bad instanceof NewCommand command) {
            tries.add(Refusal.of(command, reason));
        }
        tries.add(Refusal.bare(bad.origin(), reason));
        for (Refusal refusal : tries) {
            try {
                return record(List.of(refusal));
            } catch (LedgerRefusal | LedgerFault e) {
                LOG.error("{}: the refusal is not taken: {}", bad.origin().place(), e.getMessage());
            }
        }
        throw error;
    }

    /**
     * What became of a batch.
     *
     * @param repeated deliveries that the ledger had seen before
     */
    public record Accepted(int accepted, int refused, int repeated) {
        private static final Accepted NONE = new Accepted(0, 0, 0);

        private Accepted and(Accepted other) {
            return new Accepted(accepted + other.accepted, refused + other.refused, repeated + other.repeated);
        }
    }

    private Accepted accept(Handle handle, List<Intake> batch) {
        Instant now = clock.instant();
        Set<String> cancelled = BatchRows.cancelled(handle, batchIds(batch));
        // Groups before commands: a create that another instance commits in between is then seen as the repeat it is,
        // and not refused because its group exists.
        GroupBook groups = GroupBook.load(handle, batch);
        Map<String, ExistingCommand> known = existingCommands(handle, batch);
        Set<String> refusedSources = existingRefusals(handle, batch);

        Map<String, Admitted> admitted = new LinkedHashMap<>();
        List<Refusal> refusals = new ArrayList<>();
        int repeated = 0;
        for (Intake intake : batch) {
            String sourceId = intake.origin().sourceId();
            if (refusedSources.contains(sourceId)
                    || (intake instanceof NewCommand command && isAt(sourceId, known.get(command.commandId())))) {
                repeated++;
            } else if (intake instanceof Refusal refusal) {
                refusedSources.add(sourceId);
                refusals.add(refusal);
            } else if (intake instanceof NewCommand received) {
                NewCommand command = groups.spelled(received);
                Optional<Refusal> refusal = command.origin()
                                .row()
                                .map(Origin.Row::batchId)
                                .filter(cancelled::contains)
                                .isPresent()
                        ? Optional.of(Refusal.cancelled(command))
                        : refusal(command, known, groups);
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
                    admitted.put(command.commandId(), Admitted.of(command, groups.admit(command, now), now));
                }
            }
        }
        Map<Boolean, Set<String>> byDelay = admitted.values().stream()
                .collect(Collectors.partitioningBy(
                        each -> each.delayedUntil.isPresent(),
                        Collectors.mapping(Admitted::mailbox, Collectors.toSet())));
        // Mailboxes before groups, as everybody locks them.
        MailboxArrivals.record(handle, byDelay.get(false), now);
        groups.insert(handle, now);
        groups.requireKnown(handle, byDelay.get(false), byDelay.get(true));
        insert(handle, admitted.values(), now);
        insertRefusals(handle, refusals, now);
        return new Accepted(admitted.size(), refusals.size(), repeated);
    }

    /** @param delayedUntil when its calls go into the mailbox; empty for at once */
    private record Admitted(NewCommand command, String mailbox, Optional<Instant> delayedUntil) {
        static Admitted of(NewCommand command, GroupBook.Place place, Instant now) {
            // A create that is due, but not released yet, still goes first.
            Optional<Instant> delayedUntil = Stream.of(command.notBefore().filter(now::isBefore), place.opensAt())
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder());
            return new Admitted(command, place.mailbox(), delayedUntil);
        }

        String status() {
            return delayedUntil.isPresent() ? "delayed" : "waiting";
        }
    }

    private static Set<String> batchIds(List<Intake> intakes) {
        return intakes.stream()
                .flatMap(intake -> intake.origin().row().stream())
                .map(Origin.Row::batchId)
                .collect(Collectors.toSet());
    }

    private static String batchId(Intake intake) {
        return intake.origin().row().map(Origin.Row::batchId).orElse(null);
    }

    private static Long rowNo(Intake intake) {
        return intake.origin().row().map(Origin.Row::number).orElse(null);
    }

    static boolean isAt(String sourceId, ExistingCommand known) {
        return known != null && known.sourceId().equals(sourceId);
    }

    static Optional<Refusal> refusal(NewCommand command, Map<String, ExistingCommand> known, GroupBook groups) {
        ExistingCommand first = known.get(command.commandId());
        return first == null
                ? groups.objection(command).map(objection -> Refusal.of(command, objection))
                : Optional.of(Refusal.duplicate(command, first.place()));
    }

    static Map<String, ExistingCommand> existingCommands(Handle handle, List<Intake> batch) {
        List<String> ids = batch.stream()
                .filter(NewCommand.class::isInstance)
                .map(intake -> ((NewCommand) intake).commandId())
                .toList();
        Map<String, ExistingCommand> known = new HashMap<>();
        handle.createQuery(Database.sql("existing-commands"))
                .bindArray("commandIds", String.class, ids)
                .mapTo(ExistingCommand.class)
                .forEach(row -> known.put(row.commandId(), row));
        return known;
    }

    private static Set<String> existingRefusals(Handle handle, List<Intake> batch) {
        return new LinkedHashSet<>(handle.createQuery(Database.sql("existing-refusals"))
                .bindArray(
                        "sourceIds",
                        String.class,
                        batch.stream().map(intake -> intake.origin().sourceId()).toList())
                .mapTo(String.class)
                .list());
    }

    private static void insert(Handle handle, Iterable<Admitted> admitted, Instant now) {
        PreparedBatch commands = handle.prepareBatch(Database.sql("insert-command"));
        PreparedBatch calls = handle.prepareBatch(Database.sql("insert-call"));
        for (Admitted each : admitted) {
            NewCommand command = each.command;
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
                    .bind("warnings", Json.write(command.warnings()))
                    .bind("status", each.status())
                    .bind("notBefore", each.delayedUntil.orElse(null))
                    .bind("now", now)
                    .add();
            for (NewCall call : command.calls()) {
                calls.bind("commandId", command.commandId())
                        .bind("position", call.position())
                        .bind("mailbox", each.mailbox)
                        .bind("kind", call.kind())
                        .bind("method", call.method())
                        .bind("path", call.path())
                        .bind("body", call.body())
                        .bind("idempotencyKey", call.idempotencyKey().orElse(null))
                        .bind("status", each.status())
                        .bind(
                                "expiresAt",
                                call.position() == 1 ? command.expiresAt().orElse(null) : null)
                        .add();
            }
        }
        LedgerTransaction.executeEachOnce(commands);
        LedgerTransaction.execute(calls);
    }

    private void insertRefusals(Handle handle, List<Refusal> refusals, Instant now) {
        PreparedBatch rows = handle.prepareBatch(Database.sql("insert-refusal"));
        List<OutboxRecord> records = new ArrayList<>();
        for (Refusal refusal : refusals) {
            rows.bind("sourceId", refusal.origin().sourceId())
                    .bind("commandId", refusal.commandId().orElse(null))
                    .bind("place", refusal.origin().place())
                    .bind("batchId", batchId(refusal))
                    .bind("rowNo", rowNo(refusal))
                    .bind("groupRef", refusal.groupRef().orElse(null))
                    .bind("chatId", refusal.chatId().orElse(null))
                    .bind("status", refusal.status())
                    .bind("problems", Json.write(refusal.problems()))
                    .bind("now", now)
                    .add();
            records.add(Outcomes.ofRefusal(refusal, topics.outcomes(), now));
            DeadLetters.of(refusal, topics.deadLetters()).ifPresent(records::add);
        }
        LedgerTransaction.executeEachOnce(rows);
        OutboxRecord.insert(handle, records);
    }
}
