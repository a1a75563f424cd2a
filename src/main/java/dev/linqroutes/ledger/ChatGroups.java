package dev.linqroutes.ledger;

import dev.linqroutes.ledger.ChatRowTypes.EventGroup;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Finds the groups that chats are. */
final class ChatGroups {
    private ChatGroups() {}

    /** By chat id, under the group's name where it has one; a chat that is no group of ours is not in it. */
    static Map<String, EventGroup> find(Handle handle, Collection<String> chatIds) {
        Map<String, EventGroup> groups = new HashMap<>();
        handle.createQuery(Database.sql("event-groups"))
                .bindArray("chatIds", String.class, chatIds)
                .mapTo(EventGroup.class)
                .forEach(row -> groups.putIfAbsent(row.chatId(), row));
        return groups;
    }
}
