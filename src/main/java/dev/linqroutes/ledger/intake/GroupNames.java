package dev.linqroutes.ledger.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.chat.ChatState;
import dev.linqroutes.ledger.chat.ChatState.TimedValue;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.intake.IntakeRowTypes.NamedGroup;
import dev.linqroutes.ledger.intake.IntakeRowTypes.OpenRename;
import dev.linqroutes.ledger.intake.IntakeRowTypes.OpenRenames;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.GroupFact;
import dev.linqroutes.ledger.model.GroupFacts;
import dev.linqroutes.ledger.model.GroupTemplate;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The names of groups, for the messages that have them in their text. A group has the name that the commands before the message ask
 * for; if none of them is open any more, the name that Linq has told last; if it has told none since, that of the last rename that Linq
 * has accepted, or of its create. Reads nothing unless a command needs a name.
 */
final class GroupNames {
    /** Of each group. Of several renames that are open the newest counts, unless they are delayed. */
    private static final int MAX_RENAMES = 20;

    private static final GroupNames NONE = new GroupNames(false);

    /**
     * @param settledAt when Linq accepted it, if its effect is not awaited
     * @param delayedUntil when its call goes into the mailbox; empty if it is there
     */
    private record Rename(String name, Optional<Instant> settledAt, Optional<Instant> delayedUntil) {
        /** Whether it comes before a command that is accepted now. */
        boolean isBefore(Optional<Instant> commandDelayedUntil) {
            return delayedUntil.isEmpty()
                    || commandDelayedUntil
                            .filter(until -> !delayedUntil.get().isAfter(until))
                            .isPresent();
        }
    }

    private final boolean isNeeded;
    private final Map<String, NamedGroup> groups = new HashMap<>();

    /** By mailbox, in the order of acceptance. */
    private final Map<String, List<Rename>> renames = new HashMap<>();

    private GroupNames(boolean isNeeded) {
        this.isNeeded = isNeeded;
    }

    static GroupNames load(Handle handle, GroupIndex index, List<? extends IntakeDecision> decisions) {
        List<PlannedCommand> needing = decisions.stream()
                .filter(PlannedCommand.class::isInstance)
                .map(PlannedCommand.class::cast)
                .filter(GroupNames::needsName)
                .toList();
        if (needing.isEmpty()) {
            return NONE;
        }
        GroupNames names = new GroupNames(true);
        names.read(
                handle,
                needing.stream()
                        .flatMap(command -> index.mailbox(command).stream())
                        .distinct()
                        .toList());
        return names;
    }

    private static boolean needsName(PlannedCommand command) {
        return command.template()
                .filter(template -> template.facts().contains(GroupFact.DISPLAY_NAME))
                .isPresent();
    }

    private void read(Handle handle, List<String> mailboxes) {
        handle.createQuery(Database.sql("intake/named-groups"))
                .bindArray("mailboxes", String.class, mailboxes)
                .mapTo(NamedGroup.class)
                .forEach(group -> groups.put(group.mailbox(), group));
        List<Long> callIds = handle
                .createQuery(Database.sql("intake/find-open-renames"))
                .bindArray("mailboxes", String.class, mailboxes)
                .bind("limit", MAX_RENAMES)
                .mapTo(OpenRenames.class)
                .stream()
                .flatMap(found -> found.callIds().stream())
                .toList();
        if (!callIds.isEmpty()) {
            handle
                    .createQuery(Database.sql("intake/open-renames"))
                    .bindArray("callIds", Long.class, callIds)
                    .mapTo(OpenRename.class)
                    .stream()
                    .sorted(Comparator.comparingLong(OpenRename::callId))
                    .forEach(call -> add(call.mailbox(), call.body(), call.settledAt(), call.delayedUntil()));
        }
    }

    private void add(String mailbox, String body, Optional<Instant> settledAt, Optional<Instant> delayedUntil) {
        JsonNode name = LedgerJson.read(body).path("display_name");
        if (name.isTextual()) {
            renames.computeIfAbsent(mailbox, any -> new ArrayList<>())
                    .add(new Rename(name.textValue(), settledAt, delayedUntil));
        }
    }

    /** Takes account of a command that is accepted in this transaction. */
    void record(PlannedCommand command, String mailbox, Optional<Instant> delayedUntil) {
        if (!isNeeded) {
            return;
        }
        if (command.group() instanceof GroupAddress.NewGroup) {
            groups.remove(mailbox);
            renames.remove(mailbox);
        }
        command.calls().stream()
                .filter(call -> call.kind() == CallKind.UPDATE_CHAT)
                .forEach(call -> add(mailbox, call.body(), Optional.empty(), delayedUntil));
    }

    /** The command with its message filled, or why that is not possible; unchanged if nothing is to be filled. */
    IntakeDecision fill(PlannedCommand command, GroupIndex index, Instant now) {
        Optional<GroupTemplate> template = command.template();
        if (template.isEmpty()) {
            return command;
        }
        Optional<Instant> delayedUntil = Stream.of(command.notBefore().filter(now::isBefore), index.opensAt(command))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
        IntakeDecision filled = template.get()
                .fill(new GroupFacts(
                        index.mailbox(command).flatMap(mailbox -> nameOf(mailbox, delayedUntil)),
                        index.groupRef(command)));
        return filled instanceof PlannedCommand planned ? index.withKnownSpelling(planned) : filled;
    }

    private Optional<String> nameOf(String mailbox, Optional<Instant> delayedUntil) {
        Optional<NamedGroup> group = Optional.ofNullable(groups.get(mailbox));
        Optional<TimedValue> told = group.flatMap(NamedGroup::state).flatMap(ChatState::nameOf);
        Optional<Rename> rename = renames.getOrDefault(mailbox, List.of()).stream()
                .filter(each -> each.isBefore(delayedUntil))
                .reduce((earlier, later) -> later)
                .filter(each -> !isOutdated(each, told));
        if (rename.isPresent()) {
            return rename.map(Rename::name);
        }
        return told.isPresent() ? told.get().value() : group.flatMap(NamedGroup::displayName);
    }

    /** Whether Linq has told a name after it had accepted the rename. */
    private static boolean isOutdated(Rename rename, Optional<TimedValue> told) {
        return rename.settledAt()
                .filter(settledAt ->
                        told.filter(each -> each.since().isAfter(settledAt)).isPresent())
                .isPresent();
    }
}
