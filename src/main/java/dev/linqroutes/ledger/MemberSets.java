package dev.linqroutes.ledger;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Which group has a line and members to itself. Linq gives back the existing chat for the same line and members as long as
 * that chat has no name (reference 2.2, rule 4), so one group at a time holds a set of members.
 */
final class MemberSets {
    private MemberSets() {}

    /** A group that has a name, whichever, frees its members for another group. */
    static void recordNamed(Handle handle, String chatId, Instant now) {
        int named = handle.createUpdate(Database.sql("group-named"))
                .bind("chatId", chatId)
                .bind("now", now)
                .execute();
        if (named > 0) {
            handle.createUpdate(Database.sql("release-named-member-set"))
                    .bind("chatId", chatId)
                    .execute();
        }
    }

    /** The name will not come: whoever waits for it does not wait longer. */
    static void recordRenameFailed(Handle handle, String chatId, Instant now) {
        handle.createUpdate(Database.sql("group-not-named"))
                .bind("chatId", chatId)
                .bind("now", now)
                .execute();
    }

    /** Linq puts nobody into a group whose members are no longer the same, or that the line itself has left. */
    static void recordMemberLeft(Handle handle, String chatId) {
        handle.createUpdate(Database.sql("release-left-member-set"))
                .bind("chatId", chatId)
                .execute();
    }
}
