package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.db.Bisection;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerDataRefused;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerFault;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.intake.IntakeRowTypes.CommandReference;
import dev.linqroutes.ledger.intake.IntakeRowTypes.DelayedCall;
import dev.linqroutes.ledger.intake.IntakeRowTypes.DelayedCommand;
import dev.linqroutes.ledger.mailbox.GroupLocks;
import dev.linqroutes.ledger.mailbox.MailboxArrivals;
import dev.linqroutes.ledger.mailbox.MailboxNames;
import dev.linqroutes.trace.CommandLabels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases commands whose {@code not_before} has passed into their mailboxes. Until then they block nothing; they go behind
 * the commands that their group accepted meanwhile. Among themselves they keep the order of their times, also while one cannot be
 * released.
 */
public final class DelayedCommands {
    private static final Logger LOG = LoggerFactory.getLogger(DelayedCommands.class);
    private static final int MAX_COMMANDS = 500;

    /** If the program itself fails with that many, no group is at fault: the others wait, too. */
    private static final int MAX_FAULTS = 1_000;

    /** For a command that cannot be released: rare enough to be cheap, soon enough after a repair. */
    private static final Duration RETRY_DELAY = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;
    private final Wakeup mailboxWakeup;
    private final Duration referenceTimeout;

    /** When a command of these mailboxes that could not be released is tried again. All of such a mailbox wait, to keep their order. */
    private final Map<String, Obstruction> obstructed = new ConcurrentHashMap<>();

    /** @param isFault whether it may concern every command, not only data that the database rejects */
    private record Obstruction(Instant retryAt, boolean isFault) {}

    /**
     * @param mailboxWakeup signalled when there are calls to send
     * @param referenceTimeout how long a command waits for an unknown command or event whose message it refers to
     */
    public DelayedCommands(Database database, Clock clock, Wakeup mailboxWakeup, Duration referenceTimeout) {
        this.database = database;
        this.clock = clock;
        this.mailboxWakeup = mailboxWakeup;
        this.referenceTimeout = referenceTimeout;
    }

    /**
     * Puts the calls of due commands into their mailboxes, in the order of {@code not_before}.
     *
     * @throws LedgerException when the database is unavailable
     */
    public void releaseDue() {
        Instant now = clock.instant();
        // Not between the steps: many that fail again would keep their turn from those behind them.
        // A clock that was set back must not delay the next attempt.
        obstructed
                .values()
                .removeIf(each -> !now.isBefore(each.retryAt) || each.retryAt.isAfter(now.plus(RETRY_DELAY)));
        while (releaseSome() == MAX_COMMANDS) {
            mailboxWakeup.signal();
        }
        mailboxWakeup.signal();
    }

    private int releaseSome() {
        if (obstructed.values().stream().filter(Obstruction::isFault).count() >= MAX_FAULTS) {
            return 0;
        }
        try {
            return release(any -> true);
        } catch (LedgerDataRefused | LedgerFault e) {
            List<DelayedCommand> due = LedgerTransaction.run(database, 3, "find delayed commands", this::findDue);
            if (!due.isEmpty()) {
                Bisection.isolateFailures(due, this::releaseStillDelayed, this::defer);
            }
            return due.size();
        }
    }

    /** Another instance may have released some of them meanwhile. */
    private void releaseStillDelayed(List<DelayedCommand> some) {
        release(some::contains);
    }

    private int release(Predicate<DelayedCommand> isWanted) {
        Step step = LedgerTransaction.run(database, 3, "release delayed commands", handle -> {
            List<DelayedCommand> found =
                    findDue(handle).stream().filter(isWanted).toList();
            Set<String> missing = GroupLocks.findMissing(
                    handle, found.stream().map(DelayedCommand::mailbox).collect(Collectors.toSet()));
            Map<Boolean, List<DelayedCommand>> byGroup =
                    found.stream().collect(Collectors.partitioningBy(each -> !missing.contains(each.mailbox())));
            release(handle, byGroup.get(true));
            return new Step(found.size(), byGroup.get(false));
        });
        step.withoutGroup.forEach(this::deferWithoutGroup);
        return step.found;
    }

    /** @param withoutGroup those of them that could not be released, because the ledger has no group for them any more */
    private record Step(int found, List<DelayedCommand> withoutGroup) {}

    /** Only this one: a repetition would not find the group either. */
    private void deferWithoutGroup(DelayedCommand command) {
        if (!obstructed.containsKey(command.mailbox())) {
            defer(
                    command,
                    new LedgerDataRefused(
                            "the ledger has no group " + MailboxNames.groupOf(command.mailbox())
                                    + " any more; cancel the command on the console",
                            null));
        }
    }

    private void defer(DelayedCommand command, LedgerException error) {
        Bisection.logFailure(
                LOG,
                new CommandLabels(
                        Optional.of(command.commandId()),
                        Optional.of(MailboxNames.groupOf(command.mailbox())),
                        Optional.empty(),
                        Optional.empty()),
                "delayed command " + command.commandId()
                        + " could not be released: it and those behind it are tried again in " + RETRY_DELAY.toSeconds()
                        + " s",
                error);
        obstructed.put(
                command.mailbox(), new Obstruction(clock.instant().plus(RETRY_DELAY), error instanceof LedgerFault));
    }

    private List<DelayedCommand> findDue(Handle handle) {
        return handle.createQuery(Database.sql("intake/due-commands"))
                .bind("now", clock.instant())
                .bindArray("obstructed", String.class, obstructed.keySet())
                .bind("limit", MAX_COMMANDS)
                .mapTo(DelayedCommand.class)
                .list();
    }

    private void release(Handle handle, List<DelayedCommand> found) {
        if (found.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Map<String, Instant> postponed = findPostponed(handle, found, now);
        releaseNow(
                handle,
                found.stream()
                        .filter(command -> !postponed.containsKey(command.commandId()))
                        .toList(),
                now);
        PreparedBatch batch = handle.prepareBatch(Database.sql("intake/defer-command"));
        // A consistent lock order prevents deadlocks.
        new TreeMap<>(postponed)
                .forEach((commandId, until) ->
                        batch.bind("commandId", commandId).bind("until", until).add());
        LedgerTransaction.execute(batch);
    }

    /** Those that refer to a message of a command or an event that is not known yet, or is delayed. */
    private Map<String, Instant> findPostponed(Handle handle, List<DelayedCommand> found, Instant now) {
        List<CommandReference> references = readReferences(
                handle, found.stream().map(DelayedCommand::commandId).toList());
        KnownReferences known = KnownReferences.load(
                handle, references.stream().map(CommandReference::reference).toList());
        ReferenceChains chains = ReferenceChains.load(references, ids -> readReferences(handle, ids));
        Map<String, List<CommandReference>> byCommand =
                references.stream().collect(Collectors.groupingBy(CommandReference::commandId));
        Map<String, Instant> postponed = new HashMap<>();
        Set<String> goingFirst = new HashSet<>();
        for (DelayedCommand command : found) {
            for (CommandReference each : byCommand.getOrDefault(command.commandId(), List.of())) {
                if (each.reference().storedIds().stream().noneMatch(goingFirst::contains)) {
                    boolean waits = known.isDelayed(each.reference()) && chains.hasEnd(each.commandId());
                    Instant giveUpAt = waits ? Instant.MAX : each.acceptedAt().plus(referenceTimeout);
                    known.delay(each.reference(), each.acceptedAt(), giveUpAt, each.expiresAt(), now)
                            .ifPresent(until -> postponed.put(each.commandId(), until));
                }
            }
            if (!postponed.containsKey(command.commandId())) {
                goingFirst.add(command.commandId());
            }
        }
        return postponed;
    }

    private static List<CommandReference> readReferences(Handle handle, Collection<String> commandIds) {
        return handle.createQuery(Database.sql("intake/references-of-commands"))
                .bindArray("commandIds", String.class, commandIds)
                .mapTo(CommandReference.class)
                .list();
    }

    private void releaseNow(Handle handle, List<DelayedCommand> found, Instant now) {
        if (found.isEmpty()) {
            return;
        }
        Map<String, String> mailboxes =
                found.stream().collect(Collectors.toMap(DelayedCommand::commandId, DelayedCommand::mailbox));
        // Consistent lock order: mailboxes before commands.
        MailboxArrivals.record(handle, mailboxes.values(), now);
        Set<DelayedCommand> delayed = handle.createQuery(Database.sql("intake/lock-delayed-commands"))
                .bindArray("commandIds", String.class, mailboxes.keySet())
                .mapTo(DelayedCommand.class)
                .set();
        List<DelayedCommand> due = found.stream().filter(delayed::contains).toList();
        if (due.size() < delayed.size()) {
            // The mailbox of one was merged into another since it was found.
            throw new LedgerTransaction.Conflict();
        }
        GroupLocks.requireExisting(
                handle, due.stream().map(DelayedCommand::mailbox).collect(Collectors.toSet()));
        if (!due.isEmpty()) {
            moveIntoMailboxes(handle, due, mailboxes);
        }
    }

    private static void moveIntoMailboxes(Handle handle, List<DelayedCommand> due, Map<String, String> mailboxes) {
        PreparedBatch calls = handle.prepareBatch(Database.sql("intake/release-delayed-call"));
        handle.createQuery(Database.sql("intake/delayed-calls"))
                .bindArray(
                        "commandIds",
                        String.class,
                        due.stream().map(DelayedCommand::commandId).toList())
                .mapTo(DelayedCall.class)
                .forEach(call -> calls.bind("commandId", call.commandId())
                        .bind("position", call.position())
                        .bind("mailbox", mailboxes.get(call.commandId()))
                        .add());
        LedgerTransaction.execute(calls);
        PreparedBatch commands = handle.prepareBatch(Database.sql("intake/release-delayed-command"));
        due.forEach(command -> commands.bind("commandId", command.commandId()).add());
        LedgerTransaction.execute(commands);
    }
}
