package dev.linqroutes.ledger.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.chat.ChatState.TimedValue;
import dev.linqroutes.ledger.db.LedgerJson;
import dev.linqroutes.ledger.outbox.OutboxRecord;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes the records of chats for the topic of groups; their format is {@code group.schema.json}. */
public final class ChatPublisher {
    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    private final OutboxTopics topics;

    ChatPublisher(OutboxTopics topics) {
        this.topics = topics;
    }

    /**
     * The record of a chat, after a tombstone for its previous key where that was another one.
     *
     * @param groupRef key of the record; the chat's id where there is none
     * @param publishedAs previous key
     */
    List<OutboxRecord> records(
            String chatId,
            Optional<String> groupRef,
            Optional<String> line,
            ChatState state,
            Optional<String> publishedAs,
            Instant now) {
        String key = groupRef.orElse(chatId);
        List<OutboxRecord> records = new ArrayList<>();
        publishedAs
                .filter(previous -> !previous.equals(key))
                .ifPresent(previous -> records.add(tombstone(topics, previous)));
        records.add(OutboxRecord.withKey(
                topics.groups(), key, LedgerJson.bytes(toJson(chatId, groupRef, line, state, now)), HEADERS));
        return records;
    }

    /** The record that deletes a key from the topic of groups. */
    public static OutboxRecord tombstone(OutboxTopics topics, String key) {
        return new OutboxRecord(topics.groups(), Optional.of(key.getBytes(StandardCharsets.UTF_8)), null, Map.of());
    }

    private static JsonNode toJson(
            String chatId, Optional<String> groupRef, Optional<String> line, ChatState state, Instant now) {
        ObjectNode json = LedgerJson.MAPPER.createObjectNode();
        json.put("chat_id", chatId);
        groupRef.ifPresent(ref -> json.put("group_ref", ref));
        line.ifPresent(known -> json.put("line", known));
        json.put("display_name", state.name().flatMap(TimedValue::value).orElse(null));
        json.put("group_chat_icon", state.icon().flatMap(TimedValue::value).orElse(null));
        json.put("service", state.service().flatMap(TimedValue::value).orElse(null));
        json.put("is_group", state.isGroup().orElse(null));
        json.put("left", state.hasLineLeft());
        json.put("members_known", state.membersKnown());
        ArrayNode members = json.putArray("members");
        new TreeMap<>(state.members())
                .values().stream().filter(member -> !member.isLine()).forEach(member -> members.addObject()
                        .put("handle", member.handle())
                        .put("status", member.status())
                        .put("service", member.service().orElse(null))
                        .put("joined_at", member.joinedAt().orElse(null))
                        .put("left_at", member.leftAt().orElse(null)));
        json.put("updated_at", state.updatedAt().orElse(now).toString());
        return json;
    }
}
