package dev.linqroutes.ledger.chat;

import dev.linqroutes.ledger.chat.ChatRowTypes.ChatRow;
import dev.linqroutes.ledger.chat.ChatRowTypes.GroupOfChat;
import dev.linqroutes.ledger.chat.ChatState.Member;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.LedgerTransaction;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Removes a person from the known states of chats, and publishes the chats without them. */
public final class ChatMasker {
    private final ChatPublisher publisher;
    private final TextMask mask;

    public ChatMasker(OutboxTopics topics, TextMask mask) {
        this.publisher = new ChatPublisher(topics);
        this.mask = mask;
    }

    /**
     * A chat that names the person.
     *
     * @param isMember whether the person was in it when anything was last heard of it
     */
    public record NamingChat(String chatId, boolean isMember) {}

    /**
     * Chats that name the person.
     *
     * @param lastId the last chat that was read; empty when there are no more
     */
    public record Page(List<NamingChat> chats, Optional<String> lastId) {}

    /** Reads the next chats after an id. */
    public Page findNext(Handle handle, String after, int limit) {
        List<ChatRow> rows = handle.createQuery(Database.sql("chat/next-chats"))
                .bind("after", after)
                .bind("limit", limit)
                .mapTo(ChatRow.class)
                .list();
        List<NamingChat> naming = rows.stream()
                .filter(this::namesPerson)
                .map(row -> new NamingChat(
                        row.chatId(),
                        row.readState().members().values().stream()
                                .filter(Member::isActive)
                                .map(Member::handle)
                                .anyMatch(mask::isNamedIn)))
                .toList();
        return new Page(
                naming,
                rows.size() < limit
                        ? Optional.empty()
                        : Optional.of(rows.get(rows.size() - 1).chatId()));
    }

    private boolean namesPerson(ChatRow row) {
        return row.state().filter(mask::isNamedIn).isPresent()
                || row.publishedAs().filter(mask::isNamedIn).isPresent();
    }

    /** Masks the states of these chats. A chat that was published is published anew, under the present name of its group. */
    public void mask(Handle handle, List<NamingChat> chats, Instant now) {
        List<String> chatIds = chats.stream().map(NamingChat::chatId).sorted().toList();
        Map<String, GroupOfChat> groups = ChatGroups.find(handle, chatIds);
        List<ChatRow> locked = handle.createQuery(Database.sql("chat/lock-chats"))
                .bindArray("chatIds", String.class, chatIds)
                .mapTo(ChatRow.class)
                .list();
        PreparedBatch update = handle.prepareBatch(Database.sql("chat/mask-chat"));
        List<OutboxRecord> records = new ArrayList<>();
        for (ChatRow row : locked) {
            ChatState state = row.readState().masked(mask);
            Optional<String> groupRef =
                    Optional.ofNullable(groups.get(row.chatId())).flatMap(GroupOfChat::groupRef);
            Optional<String> key = row.publishedAs().map(previous -> groupRef.orElse(row.chatId()));
            if (key.isPresent()) {
                records.addAll(publisher.records(row.chatId(), groupRef, row.line(), state, row.publishedAs(), now));
            }
            update.bind("chatId", row.chatId())
                    .bind("state", state.toJson())
                    .bind("publishedAs", key.orElse(null))
                    .add();
        }
        LedgerTransaction.execute(update);
        OutboxRecord.insert(handle, records);
    }
}
