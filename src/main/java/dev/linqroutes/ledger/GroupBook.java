package dev.linqroutes.ledger;

import dev.linqroutes.ledger.IntakeRowTypes.KnownGroup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The groups that a batch of commands speaks of: those the ledger knows, and those the batch brings. */
final class GroupBook {
    private record Entry(String mailbox, String commandId, boolean failed, Optional<Instant> opensAt) {}

    /**
     * Where the calls of a command go.
     *
     * @param opensAt when the delayed create of the group is due; nothing for the group goes before it
     */
    record Place(String mailbox, Optional<Instant> opensAt) {}

    private record Row(
            String mailbox,
            Optional<String> groupRef,
            Optional<String> chatId,
            Optional<String> line,
            Optional<String> commandId,
            Optional<String> memberSet,
            Optional<String> displayName,
            String status) {}

    private final Map<String, Entry> byRef = new HashMap<>();
    private final Map<String, Entry> byChat = new HashMap<>();
    private final List<Row> fresh = new ArrayList<>();
    private final List<Row> again = new ArrayList<>();

    private GroupBook() {}

    static GroupBook load(Handle handle, List<Intake> batch) {
        List<String> refs = new ArrayList<>();
        List<String> chats = new ArrayList<>();
        for (Intake intake : batch) {
            if (intake instanceof NewCommand command) {
                refs.addAll(command.group().spellings());
                command.group().chatId().ifPresent(chats::add);
            }
        }
        GroupBook book = new GroupBook();
        handle.createQuery(Database.sql("known-groups"))
                .bindArray("groupRefs", String.class, refs)
                .bindArray("chatIds", String.class, chats)
                .mapTo(KnownGroup.class)
                .forEach(book::enter);
        return book;
    }

    private void enter(KnownGroup group) {
        Entry entry = new Entry(
                group.mailbox(),
                group.commandId(),
                group.status().equals("failed"),
                Optional.ofNullable(group.opensAt()));
        if (group.groupRef() != null) {
            byRef.put(group.groupRef(), entry);
        }
        if (group.chatId() != null) {
            byChat.putIfAbsent(group.chatId(), entry);
        }
    }

    /** The command for the group it names as the ledger spells that; under its own spelling where there is none. */
    NewCommand spelled(NewCommand command) {
        GroupAddress group = command.group();
        return group.spellings().stream()
                .filter(byRef::containsKey)
                .findFirst()
                .filter(known -> !group.groupRef().equals(Optional.of(known)))
                .map(known -> command.forGroup(group.spelled(known)))
                .orElse(command);
    }

    /** Why this command cannot be for the group it names, if so. */
    Optional<String> objection(NewCommand command) {
        if (command.group() instanceof GroupAddress.New created) {
            Entry known = byRef.get(created.ref());
            return known == null || known.failed
                    ? Optional.empty()
                    : Optional.of("group \"" + created.ref() + "\" exists already, made by command \"" + known.commandId
                            + "\"; to make another group give it another group_ref");
        }
        if (command.group() instanceof GroupAddress.ByRef byName) {
            Entry known = byRef.get(byName.ref());
            if (known == null) {
                return Optional.of("group \"" + byName.ref()
                        + "\" is not known; send its create_group first, or name the chat by chat_id");
            }
            if (known.failed) {
                return Optional.of("group \"" + byName.ref() + "\" could not be created by command \"" + known.commandId
                        + "\"; correct that command and send it again first");
            }
        }
        return Optional.empty();
    }

    /** Enters the command's group if it is new. */
    Place admit(NewCommand command, Instant now) {
        if (command.group() instanceof GroupAddress.New created) {
            String mailbox = MailboxNames.ofGroup(created.ref());
            Row row = new Row(
                    mailbox,
                    Optional.of(created.ref()),
                    Optional.empty(),
                    Optional.of(created.line()),
                    Optional.of(command.commandId()),
                    Optional.of(created.memberSet()),
                    created.displayName(),
                    "creating");
            (byRef.containsKey(created.ref()) ? again : fresh).add(row);
            Entry entry = new Entry(
                    mailbox, command.commandId(), false, command.notBefore().filter(now::isBefore));
            byRef.put(created.ref(), entry);
            return place(entry);
        }
        if (command.group() instanceof GroupAddress.ByRef byName) {
            return place(byRef.get(byName.ref()));
        }
        String chatId = command.group().chatId().orElseThrow();
        return place(byChat.computeIfAbsent(chatId, this::chatMadeElsewhere));
    }

    private static Place place(Entry entry) {
        return new Place(entry.mailbox, entry.opensAt);
    }

    private Entry chatMadeElsewhere(String chatId) {
        String mailbox = MailboxNames.ofChat(chatId);
        fresh.add(new Row(
                mailbox,
                Optional.empty(),
                Optional.of(chatId),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "created"));
        return new Entry(mailbox, null, false, Optional.empty());
    }

    /**
     * Writes what {@link #admit} entered. The mailboxes are locked by now.
     *
     * @throws LedgerTransaction.Overtaken when another transaction has made one of the groups
     */
    void insert(Handle handle, Instant now) {
        // One order for everybody: a chat has one group, and two transactions may bring the same.
        fresh.sort(Comparator.comparing(Row::mailbox));
        LedgerTransaction.executeEachOnce(bind(handle.prepareBatch(Database.sql("insert-group")), fresh, now));
        LedgerTransaction.executeEachOnce(bind(handle.prepareBatch(Database.sql("create-group-again")), again, now));
    }

    /**
     * Groups that were there may have become part of others, or been deleted, since they were looked up. Those that
     * {@link #insert} has written are this transaction's own.
     *
     * @param locked mailboxes that this transaction has locked, and with them their groups
     * @param unlocked mailboxes that are not locked, since nothing is put into them yet: their groups are locked here
     * @throws LedgerTransaction.Overtaken when one is not there any more
     */
    void requireKnown(Handle handle, Collection<String> locked, Collection<String> unlocked) {
        Set<String> written =
                Stream.concat(fresh.stream(), again.stream()).map(Row::mailbox).collect(Collectors.toSet());
        GroupLocks.requireExisting(
                handle,
                locked.stream().filter(mailbox -> !written.contains(mailbox)).toList());
        GroupLocks.lockAndRequireExisting(
                handle,
                unlocked.stream().filter(mailbox -> !written.contains(mailbox)).toList());
    }

    private static PreparedBatch bind(PreparedBatch batch, List<Row> rows, Instant now) {
        for (Row row : rows) {
            batch.bind("mailbox", row.mailbox)
                    .bind("groupRef", row.groupRef.orElse(null))
                    .bind("chatId", row.chatId.orElse(null))
                    .bind("line", row.line.orElse(null))
                    .bind("commandId", row.commandId.orElse(null))
                    .bind("memberSet", row.memberSet.orElse(null))
                    .bind("displayName", row.displayName.orElse(null))
                    .bind("status", row.status)
                    .bind("now", now)
                    .add();
        }
        return batch;
    }
}
