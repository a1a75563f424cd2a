package dev.linqroutes.ledger.erase;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.erase.ErasureReport.Effect;
import dev.linqroutes.ledger.erase.ErasureReport.Obstacle;
import dev.linqroutes.ledger.erase.ErasureRowTypes.GroupRow;
import dev.linqroutes.ledger.mailbox.MailboxLocks;
import dev.linqroutes.ledger.mailbox.MailboxNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Masks the names of groups, and renames those whose {@code group_ref} names the person, with their mailboxes. */
final class GroupEraser implements ErasureStep {
    private static final int PAGE_SIZE = 200;

    private final PersonalData person;

    GroupEraser(PersonalData person) {
        this.person = person;
    }

    @Override
    public Page erasePage(Handle handle, Optional<Object> after, boolean write) {
        List<GroupRow> rows = handle.createQuery(Database.sql("erase/next-groups"))
                .bind("after", after.orElse(""))
                .bind("limit", PAGE_SIZE)
                .mapTo(GroupRow.class)
                .list();
        List<GroupRow> naming = rows.stream().filter(this::namesPerson).toList();
        Set<String> leased = Set.of();
        if (write && !naming.isEmpty()) {
            List<String> mailboxes = naming.stream().map(GroupRow::mailbox).toList();
            leased = lockMailboxes(handle, mailboxes);
            naming = lockGroups(handle, mailboxes);
        }
        ErasureReport report = new ErasureReport();
        for (GroupRow group : naming) {
            // Under the locks: nothing can be added to the group any more.
            if (leased.contains(group.mailbox()) || hasOpenWork(handle, group.mailbox())) {
                report.addObstacle(obstacle(group));
            } else {
                if (write) {
                    mask(handle, group);
                }
                report(group, report);
            }
        }
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
     * Keeps out workers and commands that are accepted for now; returns the mailboxes with a worker. Consistent lock order: mailboxes before
     * groups.
     */
    private static Set<String> lockMailboxes(Handle handle, List<String> mailboxes) {
        // A mailbox without a row could not be locked.
        MailboxLocks.insertMissingAndLock(handle, mailboxes);
        return handle.createQuery(Database.sql("erase/leased-mailboxes"))
                .bindArray("mailboxes", String.class, mailboxes)
                .mapTo(String.class)
                .set();
    }

    /** Keeps out delayed commands. The groups as they are now: each may have been changed, or deleted, since it was read. */
    private List<GroupRow> lockGroups(Handle handle, List<String> mailboxes) {
        return handle
                .createQuery(Database.sql("erase/lock-groups"))
                .bindArray("mailboxes", String.class, mailboxes)
                .mapTo(GroupRow.class)
                .stream()
                .filter(this::namesPerson)
                .toList();
    }

    private static boolean hasOpenWork(Handle handle, String mailbox) {
        return handle.createQuery(Database.sql("erase/find-open-work"))
                .bind("mailbox", mailbox)
                .mapTo(Integer.class)
                .findFirst()
                .isPresent();
    }

    private Obstacle obstacle(GroupRow group) {
        String name = MailboxNames.groupOf(group.mailbox());
        String where = isRenamed(group) ? "its group_ref" : "its name, or the id of the command that created it,";
        return new Obstacle(
                "group " + name,
                Optional.of(name),
                where + " names the person, and commands for it are not finished; wait until they are");
    }

    private boolean isRenamed(GroupRow group) {
        return person.isNamedIn(group.mailbox());
    }

    private void report(GroupRow group, ErasureReport report) {
        report.count("chat_group", Effect.MASKED);
        if (isRenamed(group)) {
            report.count("mailbox", Effect.MASKED);
        }
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
        if (isRenamed(group)) {
            for (String statement : List.of("erase/rename-mailbox", "erase/rename-member-set", "erase/rename-pause")) {
                handle.createUpdate(Database.sql(statement))
                        .bind("mailbox", group.mailbox())
                        .bind("renamed", renamed)
                        .execute();
            }
        }
    }
}
