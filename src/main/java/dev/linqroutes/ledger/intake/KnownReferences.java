package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.intake.IntakeRowTypes.ReferredCommand;
import dev.linqroutes.ledger.mailbox.RefusedCommands;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.MessageReference;
import dev.linqroutes.ledger.model.MessageReference.OfCommand;
import dev.linqroutes.ledger.model.MessageReference.OfEvent;
import dev.linqroutes.ledger.model.Recheck;
import dev.linqroutes.ledger.model.RefusalStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Which of the commands and events are known whose messages other commands refer to. A command that refers to an unknown one, or
 * to a delayed one, is delayed too, so that it holds up nothing in its group.
 */
final class KnownReferences {
    /** A command that waits for a delayed one looks for it as often: that one may be cancelled long before it is due. */
    private static final Duration MAX_DELAY = Duration.ofMinutes(5);

    private final Map<String, Optional<Instant>> delaysByCommand = new HashMap<>();
    private final Set<String> events = new HashSet<>();

    /** Commands that were refused, and not accepted after that. They are not waited for. */
    private final Set<String> refused = new HashSet<>();

    private KnownReferences() {}

    static KnownReferences load(Handle handle, Collection<MessageReference> references) {
        KnownReferences known = new KnownReferences();
        List<String> commandIds = storedIds(references, OfCommand.class);
        if (!commandIds.isEmpty()) {
            handle.createQuery(Database.sql("intake/commands-referred-to"))
                    .bindArray("commandIds", String.class, commandIds)
                    .mapTo(ReferredCommand.class)
                    .forEach(row -> known.delaysByCommand.put(row.commandId(), row.delayedUntil()));
            known.refused.addAll(RefusedCommands.find(
                            handle,
                            commandIds.stream()
                                    .filter(id -> !known.delaysByCommand.containsKey(id))
                                    .toList())
                    .keySet());
        }
        List<String> eventIds = storedIds(references, OfEvent.class);
        if (!eventIds.isEmpty()) {
            handle.createQuery(Database.sql("intake/events-referred-to"))
                    .bindArray("eventIds", String.class, eventIds)
                    .mapTo(String.class)
                    .forEach(known.events::add);
        }
        return known;
    }

    private static List<String> storedIds(
            Collection<MessageReference> references, Class<? extends MessageReference> kind) {
        return references.stream()
                .filter(kind::isInstance)
                .flatMap(each -> each.storedIds().stream())
                .distinct()
                .toList();
    }

    /** Adds a command that is accepted in this transaction. */
    void add(String commandId, Optional<Instant> delayedUntil) {
        delaysByCommand.put(commandId, delayedUntil);
    }

    /** Adds a command that is refused in this transaction. */
    void addRefused(CommandRefusal refusal) {
        if (refusal.status() == RefusalStatus.REFUSED) {
            refusal.commandId().ifPresent(refused::add);
        }
    }

    /** Whether it is waited for because it is not known yet. */
    boolean isMissing(MessageReference reference) {
        return reference instanceof OfEvent
                ? reference.storedIds().stream().noneMatch(events::contains)
                : reference.storedIds().stream()
                        .noneMatch(id -> delaysByCommand.containsKey(id) || refused.contains(id));
    }

    /** Why it would not be found as it is now, and what that leads to; the end of a sentence, empty if it would be. */
    Optional<String> describeProblem(MessageReference reference) {
        if (isMissing(reference)) {
            return Optional.of((reference instanceof OfEvent ? "" : ", which is in no row above")
                    + "; the ledger does not have it: this command is not sent, and fails, unless it becomes known within"
                    + " linq.reference.timeout");
        }
        boolean isAccepted = reference.storedIds().stream().anyMatch(delaysByCommand::containsKey);
        return !isAccepted && reference.storedIds().stream().anyMatch(refused::contains)
                ? Optional.of(", which was refused, and is in no row above: this command would fail")
                : Optional.empty();
    }

    boolean isDelayed(MessageReference reference) {
        return delayedUntil(reference).isPresent();
    }

    /** Until when the command that it names is delayed; empty if it is not, or is not known. */
    Optional<Instant> delayedUntil(MessageReference reference) {
        return reference.storedIds().stream()
                .filter(delaysByCommand::containsKey)
                .findFirst()
                .flatMap(delaysByCommand::get);
    }

    /**
     * Until when a command with this reference is to be delayed.
     *
     * @param since when it was waited for first
     * @param giveUpAt when what is still unknown, or delayed though its time has come, is no longer waited for
     * @param expiresAt of the command, which then goes into its mailbox, where it is told as expired
     * @return empty if it need not be, or no longer
     */
    Optional<Instant> delay(
            MessageReference reference, Instant since, Instant giveUpAt, Optional<Instant> expiresAt, Instant now) {
        // It has expired when this time has passed, not before.
        Optional<Instant> expired = expiresAt.map(time -> time.plusMillis(1));
        return delay(reference, since, giveUpAt, now)
                .map(until -> expired.filter(until::isAfter).orElse(until))
                .filter(until -> until.isAfter(now));
    }

    private Optional<Instant> delay(MessageReference reference, Instant since, Instant giveUpAt, Instant now) {
        Optional<Instant> recheck = Optional.of(Recheck.at(since, now))
                .map(at -> at.isAfter(giveUpAt) ? giveUpAt : at)
                .filter(any -> now.isBefore(giveUpAt));
        if (isMissing(reference)) {
            return recheck;
        }
        Optional<Instant> delayedUntil = delayedUntil(reference);
        if (delayedUntil.filter(now::isBefore).isPresent()) {
            return delayedUntil.map(until -> until.isBefore(now.plus(MAX_DELAY)) ? until : now.plus(MAX_DELAY));
        }
        // Two commands that refer to each other would otherwise wait for each other without end.
        return delayedUntil.isPresent() ? recheck : Optional.empty();
    }
}
