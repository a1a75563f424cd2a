package dev.linqroutes.ledger.erase;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.erase.ErasureReport.Effect;
import dev.linqroutes.ledger.erase.ErasureReport.Obstacle;
import dev.linqroutes.ledger.erase.ErasureRowTypes.GroupRow;
import dev.linqroutes.ledger.erase.ErasureRowTypes.MailboxRow;
import dev.linqroutes.ledger.mailbox.MailboxNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Masks the names of groups, and renames those whose {@code group_ref} names the person, with their mailboxes. */
final class GroupEraser implements ErasureStep {
    private static final int PAGE_SIZE = 200;

    private final PersonalData person;

    GroupEraser(PersonalData person) {
        this.person = person;
    }

    @Override
    public Page next(Handle handle, Optional<Object> after, boolean write) {
        List<GroupRow> rows = handle.createQuery(Database.sql("erase/next-groups"))
                .bind("after", after.orElse(""))
                .bind("limit", PAGE_SIZE)
                .mapTo(GroupRow.class)
                .list();
        List<GroupRow> naming = rows.stream().filter(this::namesPerson).toList();
        Set<String> leased = write ? lockMailboxes(handle, naming) : Set.of();
        ErasureReport report = new ErasureReport();
        naming.forEach(group -> erase(handle, group, write, leased.contains(group.mailbox()), report));
        return new Page(
                rows.size() < PAGE_SIZE
                        ? Optional.empty()
                        : Optional.of(rows.get(rows.size() - 1).mailbox()),
                report);
    }

    private boolean namesPerson(GroupRow group) {
        return person.isNamedIn(
                group.mailbox(),
                group.groupRef().orElse(null),
                group.commandId().orElse(null),
                group.displayName().orElse(null));
    }

    /**
     * Locks the mailboxes of the groups to rename, so that nothing can be added to them; returns those with a worker. Consistent lock
     * order: mailboxes before groups.
     */
    private Set<String> lockMailboxes(Handle handle, List<GroupRow> groups) {
        return handle
                .createQuery(Database.sql("erase/lock-mailboxes"))
                .bindArray(
                        "mailboxes",
                        String.class,
                        groups.stream()
                                .map(GroupRow::mailbox)
                                .filter(person::isNamedIn)
                                .toList())
                .mapTo(MailboxRow.class)
                .stream()
                .filter(MailboxRow::leased)
                .map(MailboxRow::mailbox)
                .collect(Collectors.toSet());
    }

    private void erase(Handle handle, GroupRow group, boolean write, boolean leased, ErasureReport report) {
        boolean renamed = person.isNamedIn(group.mailbox());
        if (renamed && (leased || hasOpenWork(handle, group.mailbox()))) {
            String name = MailboxNames.groupOf(group.mailbox());
            report.addObstacle(new Obstacle(
                    "group " + name,
                    Optional.of(name),
                    "its group_ref names the person, and commands for it are not finished; wait until they are"));
            return;
        }
        if (write) {
            handle.createQuery(Database.sql("erase/lock-group"))
                    .bind("mailbox", group.mailbox())
                    .mapTo(GroupRow.class)
                    .findOne()
                    .ifPresent(locked -> mask(handle, locked));
        }
        report.count("chat_group", Effect.MASKED);
        if (renamed) {
            report.count("mailbox", Effect.MASKED);
        }
    }

    private static boolean hasOpenWork(Handle handle, String mailbox) {
        return handle.createQuery(Database.sql("erase/find-open-work"))
                .bind("mailbox", mailbox)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    private void mask(Handle handle, GroupRow group) {
        String renamed = CommandEraser.maskedMailbox(person, group.mailbox());
        handle.createUpdate(Database.sql("erase/rename-group"))
                .bind("mailbox", group.mailbox())
                .bind("renamed", renamed)
                .bind("groupRef", person.maskedId(group.groupRef().orElse(null)))
                .bind("commandId", person.maskedId(group.commandId().orElse(null)))
                .bind("displayName", person.masked(group.displayName().orElse(null)))
                .execute();
        if (!renamed.equals(group.mailbox())) {
            for (String statement : List.of("erase/rename-mailbox", "erase/rename-member-set", "erase/rename-pause")) {
                handle.createUpdate(Database.sql(statement))
                        .bind("mailbox", group.mailbox())
                        .bind("renamed", renamed)
                        .execute();
            }
        }
    }
}
