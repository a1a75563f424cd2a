package dev.linqroutes.ledger.chat;

import dev.linqroutes.ledger.chat.ChatRowTypes.MemberSetHolder;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Locks on a line with a set of members. Linq returns the existing chat for the same line and members as long as that chat
 * has no name (reference 2.2, rule 4), so only one group at a time holds a member set.
 */
public final class MemberSets {
    private MemberSets() {}

    /**
     * Acquires member sets for groups about to be created; the first of several groups with the same set gets it.
     *
     * @param wanted the member set of each mailbox, in order of priority
     * @return the holder of the set, for each mailbox whose set another mailbox holds
     * @throws LedgerTransaction.Conflict when a set was released by another transaction in the meantime
     */
    public static Map<String, MemberSetHolder> acquire(Handle handle, Map<String, String> wanted) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        PreparedBatch acquisitions = handle.prepareBatch(Database.sql("chat/acquire-member-set"));
        // A consistent lock order prevents deadlocks.
        wanted.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(entry -> acquisitions
                .bind("memberSet", entry.getValue())
                .bind("mailbox", entry.getKey())
                .add());
        LedgerTransaction.execute(acquisitions);
        Map<String, MemberSetHolder> holders = findHolders(handle, wanted.values());
        if (!holders.keySet().containsAll(wanted.values())) {
            // Released between the two statements.
            throw new LedgerTransaction.Conflict();
        }
        return wanted.entrySet().stream()
                .filter(entry -> !holders.get(entry.getValue()).mailbox().equals(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> holders.get(entry.getValue())));
    }

    private static Map<String, MemberSetHolder> findHolders(Handle handle, Collection<String> memberSets) {
        return handle
                .createQuery(Database.sql("chat/find-member-set-holders"))
                .bindArray(
                        "memberSets",
                        String.class,
                        memberSets.stream().distinct().toList())
                .mapTo(MemberSetHolder.class)
                .stream()
                .collect(Collectors.toMap(MemberSetHolder::memberSet, Function.identity()));
    }

    /** Releases the member sets of mailboxes whose create was certainly not sent. */
    public static void releaseUnused(Handle handle, Collection<String> mailboxes) {
        PreparedBatch releases = handle.prepareBatch(Database.sql("chat/release-unused-member-set"));
        mailboxes.forEach(mailbox -> releases.bind("mailbox", mailbox).add());
        LedgerTransaction.execute(releases);
    }

    /** Releases the member sets of mailboxes whose group has its name, or could not be created. */
    public static void releaseSettled(Handle handle, Collection<String> mailboxes) {
        PreparedBatch releases = handle.prepareBatch(Database.sql("chat/release-member-set"));
        mailboxes.forEach(mailbox -> releases.bind("mailbox", mailbox).add());
        LedgerTransaction.execute(releases);
    }

    /** Records that a group has a name, whichever: its member set is free for another group. */
    public static void recordNamed(Handle handle, String chatId, Instant now) {
        int named = handle.createUpdate(Database.sql("chat/record-group-named"))
                .bind("chatId", chatId)
                .bind("now", now)
                .execute();
        if (named > 0) {
            handle.createUpdate(Database.sql("chat/release-named-member-set"))
                    .bind("chatId", chatId)
                    .execute();
        }
    }

    /** Records that the group will not get the name: creates that wait for it stop waiting. */
    public static void recordRenameFailed(Handle handle, String chatId, Instant now) {
        handle.createUpdate(Database.sql("chat/record-rename-failed"))
                .bind("chatId", chatId)
                .bind("now", now)
                .execute();
    }

    /** Releases the member set of a group whose members have changed: Linq no longer returns its chat for that set. */
    public static void recordMemberLeft(Handle handle, String chatId) {
        handle.createUpdate(Database.sql("chat/release-member-set-of-chat"))
                .bind("chatId", chatId)
                .execute();
    }
}
