package dev.linqroutes.ledger.ops;

import dev.linqroutes.ledger.chat.ChatPublisher;
import dev.linqroutes.ledger.chat.ChatRowTypes.ChatRow;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.mailbox.MailboxRowTypes.ChatMailbox;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Deletes chats that their line has left and that had no event since, with their groups. Only those: as long as the line is
 * in a chat, a producer may address it by its {@code group_ref}.
 */
final class ChatRetention implements RetentionRule {
    private final OutboxTopics topics;
    private final Duration period;

    ChatRetention(OutboxTopics topics, Duration period) {
        this.topics = topics;
        this.period = period;
    }

    @Override
    public Map<String, Integer> deleteSome(Handle handle, Instant now) {
        List<ChatRow> leftChats = handle
                .createQuery(Database.sql("ops/lock-old-chats"))
                .bind("before", now.minus(period))
                .bind("limit", RetentionJob.MAX_COMMANDS)
                .mapTo(ChatRow.class)
                .stream()
                .filter(row -> row.readState().hasLineLeft())
                .toList();
        if (leftChats.isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> rows = new TreeMap<>();
        List<String> chatIds = leftChats.stream().map(ChatRow::chatId).toList();
        List<String> mailboxes =
                query(handle, "mailbox/find-mailboxes-of-chats", chatIds).mapTo(ChatMailbox.class).stream()
                        .map(ChatMailbox::mailbox)
                        .toList();
        UnusedGroupDeleter.delete(handle, mailboxes, rows);
        int chats = handle.createUpdate(Database.sql("ops/delete-chats"))
                .bindArray("chatIds", String.class, chatIds)
                .execute();
        rows.put("chat", chats);
        Set<String> remaining = query(handle, "chat/find-chats", chatIds).mapTo(ChatRow.class).stream()
                .map(ChatRow::chatId)
                .collect(Collectors.toSet());
        OutboxRecord.insert(
                handle,
                leftChats.stream()
                        .filter(row -> !remaining.contains(row.chatId()))
                        .flatMap(row -> row.publishedAs().stream())
                        .map(key -> ChatPublisher.tombstone(topics, key))
                        .toList());
        return chats == 0 ? Map.of() : rows;
    }

    private static Query query(Handle handle, String statement, List<String> chatIds) {
        return handle.createQuery(Database.sql(statement)).bindArray("chatIds", String.class, chatIds);
    }
}
