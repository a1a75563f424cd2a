package dev.linqroutes.ledger.chat;

import dev.linqroutes.ledger.chat.ChatRowTypes.GroupOfChat;
import dev.linqroutes.ledger.db.Database;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Finds the groups of chats. */
public final class ChatGroups {
    private ChatGroups() {}

    /** The groups by chat id; a chat that is no group of this ledger is missing. */
    public static Map<String, GroupOfChat> find(Handle handle, Collection<String> chatIds) {
        Map<String, GroupOfChat> groups = new HashMap<>();
        handle.createQuery(Database.sql("chat/find-groups-of-chats"))
                .bindArray("chatIds", String.class, chatIds)
                .mapTo(GroupOfChat.class)
                .forEach(row -> groups.putIfAbsent(row.chatId(), row));
        return groups;
    }
}
