package dev.linqroutes.ledger.chat;

import dev.linqroutes.ledger.db.Database;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Which group has a line and members to itself. Linq gives back the existing chat for the same line and members as long as
 * that chat has no name (reference 2.2, rule 4), so one group at a time holds a set of members.
 */
public final class MemberSets {
    private MemberSets() {}

    /** A group that has a name, whichever, frees its members for another group. */
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

    /** The name will not come: whoever waits for it does not wait longer. */
    public static void recordRenameFailed(Handle handle, String chatId, Instant now) {
        handle.createUpdate(Database.sql("chat/record-rename-failed"))
                .bind("chatId", chatId)
                .bind("now", now)
                .execute();
    }

    /** Linq puts nobody into a group whose members are no longer the same, or that the line itself has left. */
    public static void recordMemberLeft(Handle handle, String chatId) {
        handle.createUpdate(Database.sql("chat/release-member-set-of-chat"))
                .bind("chatId", chatId)
                .execute();
    }
}
