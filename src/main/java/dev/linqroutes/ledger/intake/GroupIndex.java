package dev.linqroutes.ledger.intake;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.intake.IntakeRowTypes.KnownGroup;
import dev.linqroutes.ledger.mailbox.GroupLocks;
import dev.linqroutes.ledger.mailbox.LineChooser;
import dev.linqroutes.ledger.mailbox.MailboxNames;
import dev.linqroutes.ledger.model.ErasedContent;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.GroupStatus;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.PlannedCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The groups that a list of commands addresses: those of the ledger, and those that the commands create. */
final class GroupIndex {
    /** In one list of commands; where more are unknown, the names were not misspelt. */
    private static final int MAX_UNKNOWN = 100;

    /** @param commandId of its create; empty for a chat that was not created by a command */
    private record Entry(
            String mailbox,
            Optional<String> groupRef,
            Optional<String> commandId,
            Optional<String> line,
            boolean failed,
            Optional<Instant> opensAt,
            boolean left) {
        String describeCreate() {
            return commandId.map(id -> "command \"" + id + "\"").orElse("an unknown command");
        }
    }

    /**
     * Where the calls of a command go.
     *
     * @param opensAt when the delayed create of the group is due; no command of the group is worked before it
     */
    record Destination(String mailbox, Optional<Instant> opensAt) {}

    private record UnsavedGroup(
            String mailbox,
            Optional<String> groupRef,
            Optional<String> chatId,
            Optional<String> line,
            Optional<String> commandId,
            Optional<String> memberSet,
            Optional<String> displayName,
            GroupStatus status,
            boolean mayMove) {}

    private final Map<String, Entry> byRef = new HashMap<>();
    private final Map<String, Entry> byChat = new HashMap<>();
    private final Set<String> similarRefs = new HashSet<>();
    private final List<UnsavedGroup> newGroups = new ArrayList<>();
    private final List<UnsavedGroup> recreatedGroups = new ArrayList<>();

    private GroupIndex() {}

    static GroupIndex load(Handle handle, List<IntakeDecision> decisions) {
        List<String> refs = new ArrayList<>();
        List<String> chats = new ArrayList<>();
        for (IntakeDecision decision : decisions) {
            if (decision instanceof PlannedCommand command) {
                storedSpellings(command.group()).forEach(refs::add);
                command.group().chatId().ifPresent(chats::add);
            }
        }
        GroupIndex index = new GroupIndex();
        handle.createQuery(Database.sql("intake/known-groups"))
                .bindArray("groupRefs", String.class, refs)
                .bindArray("chatIds", String.class, chats)
                .mapTo(KnownGroup.class)
                .forEach(index::add);
        index.addSimilar(handle, decisions);
        return index;
    }

    /** Looks up what may be meant by names that are unknown, and that no command of the list creates. */
    private void addSimilar(Handle handle, List<IntakeDecision> decisions) {
        Set<String> created = decisions.stream()
                .flatMap(decision -> decision instanceof PlannedCommand command
                                && command.group() instanceof GroupAddress.NewGroup group
                        ? Stream.of(group.ref())
                        : Stream.empty())
                .collect(Collectors.toSet());
        List<String> candidates = decisions.stream()
                .flatMap(decision -> decision instanceof PlannedCommand command
                                && command.group() instanceof GroupAddress.ByRef group
                                && find(command).isEmpty()
                        ? Stream.of(group.ref())
                        : Stream.empty())
                .filter(ref -> !created.contains(ref))
                .distinct()
                .limit(MAX_UNKNOWN)
                .flatMap(ref -> SimilarRefs.of(ref).stream())
                .toList();
        if (!candidates.isEmpty()) {
            handle.createQuery(Database.sql("intake/similar-groups"))
                    .bindArray("groupRefs", String.class, candidates)
                    .mapTo(String.class)
                    .forEach(similarRefs::add);
        }
    }

    private void add(KnownGroup group) {
        Entry entry = new Entry(
                group.mailbox(),
                group.groupRef(),
                group.commandId(),
                group.line(),
                group.status() == GroupStatus.FAILED,
                group.opensAt(),
                group.isLeft());
        group.groupRef().ifPresent(ref -> byRef.put(ref, entry));
        group.chatId().ifPresent(chatId -> byChat.putIfAbsent(chatId, entry));
    }

    /** The command with its group as the ledger spells it; unchanged for a new group. */
    PlannedCommand withKnownSpelling(PlannedCommand command) {
        GroupAddress group = command.group();
        return storedSpellings(group)
                .filter(byRef::containsKey)
                .findFirst()
                .filter(known -> !group.groupRef().equals(Optional.of(known)))
                .map(known -> command.withGroup(group.withSpelling(known)))
                .orElse(command);
    }

    /** The name of a group that named an erased person is stored as its hash. */
    private static Stream<String> storedSpellings(GroupAddress group) {
        return Stream.concat(
                group.spellings().stream(), group.spellings().stream().map(ErasedContent::id));
    }

    /** The mailbox of the command's group, if the group is known. */
    Optional<String> mailbox(PlannedCommand command) {
        return find(command).map(Entry::mailbox);
    }

    /** The name of the command's group, as the ledger spells it; empty for a chat that no command has created, or if it was erased. */
    Optional<String> groupRef(PlannedCommand command) {
        return find(command).flatMap(Entry::groupRef).filter(ref -> !ErasedContent.isId(ref));
    }

    /** When the delayed create of the command's group is due. */
    Optional<Instant> opensAt(PlannedCommand command) {
        return find(command).flatMap(Entry::opensAt);
    }

    private Optional<Entry> find(PlannedCommand command) {
        return command.group().chatId().map(byChat::get).or(() -> storedSpellings(command.group())
                .map(byRef::get)
                .filter(Objects::nonNull)
                .findFirst());
    }

    /** Why the command cannot be accepted for its group; empty when it can. */
    Optional<String> refusalReason(PlannedCommand command) {
        if (command.group() instanceof GroupAddress.NewGroup created) {
            return Optional.ofNullable(byRef.get(created.ref()))
                    .filter(known -> !known.failed)
                    .map(known -> "group \"" + created.ref() + "\" already exists, created by " + known.describeCreate()
                            + "; to create another group, give it another group_ref");
        }
        if (command.group() instanceof GroupAddress.ByRef byName) {
            Entry known = byRef.get(byName.ref());
            if (known == null) {
                return Optional.of("group \"" + byName.ref() + "\" is not known; "
                        + findSimilar(byName.ref())
                                .map(similar -> "did you mean \"" + similar + "\"?")
                                .orElse("create it first (create_group), or name the chat by Linq's chat_id"));
            }
            if (known.failed) {
                return Optional.of("group \"" + byName.ref() + "\" could not be created by " + known.describeCreate()
                        + "; correct that command and send it again first");
            }
        }
        return Optional.empty();
    }

    private Optional<String> findSimilar(String ref) {
        return SimilarRefs.of(ref).stream()
                .filter(similar -> byRef.containsKey(similar) || similarRefs.contains(similar))
                .findFirst();
    }

    /**
     * The command with a line for its new group. A group whose create failed keeps its line: Linq may have made it, and would then
     * return that chat.
     */
    PlannedCommand withLine(PlannedCommand command, LineChooser lines) {
        return lines.withLine(command, lineOf(command));
    }

    /** The line of the command's group, if the ledger has that group. */
    Optional<String> lineOf(PlannedCommand command) {
        return command.group()
                .groupRef()
                .map(byRef::get)
                .or(() -> command.group().chatId().map(byChat::get))
                .flatMap(Entry::line);
    }

    /** Whether the line has left the command's group. */
    boolean isLeft(PlannedCommand command) {
        return Stream.concat(
                        command.group().groupRef().map(byRef::get).stream(),
                        command.group().chatId().map(byChat::get).stream())
                .anyMatch(Entry::left);
    }

    /** Whether a line of the pool is chosen for its new group, and not kept because the ledger had the group before. */
    boolean mayMove(PlannedCommand command) {
        return command.group() instanceof GroupAddress.NewGroup created
                && created.isOfAnyLine()
                && lineOf(command).isEmpty();
    }

    /**
     * Adds the command's group if it is new.
     *
     * @param mayMove whether the group may go from another line as long as its create was never sent
     */
    Destination register(PlannedCommand command, boolean mayMove, Instant now) {
        if (command.group() instanceof GroupAddress.NewGroup created) {
            String mailbox = MailboxNames.ofGroup(created.ref());
            UnsavedGroup row = new UnsavedGroup(
                    mailbox,
                    Optional.of(created.ref()),
                    Optional.empty(),
                    Optional.of(created.line()),
                    Optional.of(command.commandId()),
                    Optional.of(created.memberSet()),
                    created.displayName(),
                    GroupStatus.CREATING,
                    mayMove);
            (byRef.containsKey(created.ref()) ? recreatedGroups : newGroups).add(row);
            Entry entry = new Entry(
                    mailbox,
                    Optional.of(created.ref()),
                    Optional.of(command.commandId()),
                    Optional.of(created.line()),
                    false,
                    command.notBefore().filter(now::isBefore),
                    false);
            byRef.put(created.ref(), entry);
            return destination(entry);
        }
        if (command.group() instanceof GroupAddress.ByRef byName) {
            return destination(byRef.get(byName.ref()));
        }
        String chatId = command.group().chatId().orElseThrow();
        return destination(byChat.computeIfAbsent(chatId, this::registerExternalChat));
    }

    private static Destination destination(Entry entry) {
        return new Destination(entry.mailbox, entry.opensAt);
    }

    private Entry registerExternalChat(String chatId) {
        String mailbox = MailboxNames.ofChat(chatId);
        newGroups.add(new UnsavedGroup(
                mailbox,
                Optional.empty(),
                Optional.of(chatId),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                GroupStatus.CREATED,
                false));
        return new Entry(mailbox, Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty(), false);
    }

    /**
     * Inserts the groups that {@link #register} added. Their mailboxes must be locked.
     *
     * @throws LedgerTransaction.Conflict when another transaction has inserted one of them
     */
    void insert(Handle handle, Instant now) {
        // Consistent lock order prevents deadlocks: two transactions may insert the group of the same chat.
        newGroups.sort(Comparator.comparing(UnsavedGroup::mailbox));
        LedgerTransaction.executeExactlyOneRow(
                bind(handle.prepareBatch(Database.sql("intake/insert-group")), newGroups, now));
        LedgerTransaction.executeExactlyOneRow(
                bind(handle.prepareBatch(Database.sql("intake/recreate-group")), recreatedGroups, now));
    }

    /**
     * Checks that no group was merged into another one or deleted since it was read. Skips those that {@link #insert} has
     * inserted.
     *
     * @param locked mailboxes that this transaction has locked, and with them their groups
     * @param unlocked mailboxes of delayed commands, which are not locked: their groups are locked here
     * @throws LedgerTransaction.Conflict when a group is gone
     */
    void requireStillExisting(Handle handle, Collection<String> locked, Collection<String> unlocked) {
        Set<String> written = Stream.concat(newGroups.stream(), recreatedGroups.stream())
                .map(UnsavedGroup::mailbox)
                .collect(Collectors.toSet());
        GroupLocks.requireExisting(
                handle,
                locked.stream().filter(mailbox -> !written.contains(mailbox)).toList());
        GroupLocks.lockAndRequireExisting(
                handle,
                unlocked.stream().filter(mailbox -> !written.contains(mailbox)).toList());
    }

    private static PreparedBatch bind(PreparedBatch batch, List<UnsavedGroup> rows, Instant now) {
        for (UnsavedGroup row : rows) {
            batch.bind("mailbox", row.mailbox)
                    .bind("groupRef", row.groupRef.orElse(null))
                    .bind("chatId", row.chatId.orElse(null))
                    .bind("line", row.line.orElse(null))
                    .bind("commandId", row.commandId.orElse(null))
                    .bind("memberSet", row.memberSet.orElse(null))
                    .bind("displayName", row.displayName.orElse(null))
                    .bind("status", row.status.word())
                    .bind("mayMoveAt", row.mayMove ? now : null)
                    .bind("now", now)
                    .add();
        }
        return batch;
    }
}
