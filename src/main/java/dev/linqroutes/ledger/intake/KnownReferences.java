package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.intake.IntakeRowTypes.ReferredCommand;
import dev.linqroutes.ledger.model.MessageReference;
import dev.linqroutes.ledger.model.MessageReference.OfCommand;
import dev.linqroutes.ledger.model.MessageReference.OfEvent;
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
    /** Delayed commands are looked for about as often. */
    private static final Duration RECHECK_DELAY = Duration.ofSeconds(1);

    private final Map<String, Optional<Instant>> delaysByCommand = new HashMap<>();
    private final Set<String> events = new HashSet<>();

    private KnownReferences() {}

    static KnownReferences load(Handle handle, Collection<MessageReference> references) {
        KnownReferences known = new KnownReferences();
        List<String> commandIds = storedIds(references, OfCommand.class);
        if (!commandIds.isEmpty()) {
            handle.createQuery(Database.sql("intake/commands-referred-to"))
                    .bindArray("commandIds", String.class, commandIds)
                    .mapTo(ReferredCommand.class)
                    .forEach(row -> known.delaysByCommand.put(row.commandId(), row.delayedUntil()));
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

    /**
     * Until when a command with this reference is to be delayed.
     *
     * @param giveUpAt when what is still unknown is no longer waited for
     * @return empty if it need not be, or no longer
     */
    Optional<Instant> delay(MessageReference reference, Instant now, Instant giveUpAt) {
        Instant recheckAt = now.plus(RECHECK_DELAY);
        Optional<Instant> recheck = Optional.of(recheckAt).filter(any -> now.isBefore(giveUpAt));
        if (reference instanceof OfEvent) {
            return reference.storedIds().stream().anyMatch(events::contains) ? Optional.empty() : recheck;
        }
        Optional<String> known = reference.storedIds().stream()
                .filter(delaysByCommand::containsKey)
                .findFirst();
        if (known.isEmpty()) {
            return recheck;
        }
        Optional<Instant> delayedUntil = delaysByCommand.get(known.get());
        // Two commands that refer to each other would otherwise wait for each other without end.
        return delayedUntil.filter(recheckAt::isBefore).or(() -> delayedUntil.isPresent() ? recheck : Optional.empty());
    }
}
