package dev.linqroutes.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.linqroutes.ledger.ChatReader;
import dev.linqroutes.ledger.NewEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads of an event what the ledger has to know. Nothing is required: unknown types, other payload versions and even
 * bodies that are no JSON are kept, since their signature says that they are Linq's.
 */
final class Envelope {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the ledger's columns take: one event must not stop the transaction that others are stored in. */
    private static final Predicate<String> ID = Pattern.compile("[!-~]{1,64}").asMatchPredicate();

    private static final Predicate<String> KEY = Pattern.compile("[!-~]{1,255}").asMatchPredicate();

    private static final Predicate<String> TYPE =
            Pattern.compile("[!-~]{1,128}").asMatchPredicate();

    private final JsonNode json;

    private Envelope(JsonNode json) {
        this.json = json;
    }

    /** @param receivedAt where the event does not say when it happened */
    static NewEvent read(byte[] body, Optional<String> webhookId, Instant receivedAt) {
        return new Envelope(parse(body)).event(body, webhookId, receivedAt);
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private NewEvent event(byte[] body, Optional<String> webhookId, Instant receivedAt) {
        String eventId = id("/event_id").or(() -> webhookId.filter(ID)).orElseGet(() -> UUID.nameUUIDFromBytes(body)
                .toString());
        String type = first("/event_type").filter(TYPE).orElse("unknown");
        // 4.6 nests the chat, 4.7 and 4.9 name it flat, and chat.created is the chat itself.
        Optional<String> chatId = id("/data/chat/id", "/data/chat_id")
                .or(() -> type.equals("chat.created") ? id("/data/id") : Optional.empty());
        Optional<String> messageId = id("/data/message_id", "/data/message/id")
                .or(() -> type.startsWith("message.") ? id("/data/id") : Optional.empty());
        Instant happenedAt = ChatReader.time(json.at("/created_at")).orElse(receivedAt);
        return new NewEvent(
                eventId,
                type,
                chatId,
                texts("/data/idempotency_key").filter(KEY).findFirst(),
                messageId,
                id("/trace_id"),
                line(),
                Signals.in(type, json.path("data")),
                ChatChanges.in(type, json.path("data"), happenedAt),
                body,
                headers(eventId, type, chatId));
    }

    /** Version 2026-02-03 names it beside the chat, 2025-01-01 as recipient; else it is among those who are "me". */
    private Optional<String> line() {
        Stream<JsonNode> named = Stream.of("/data/chat/owner_handle", "/data/recipient_handle")
                .map(json::at)
                .filter(handle -> handle.path("is_me").asBoolean(true));
        Stream<JsonNode> anybody = Stream.concat(
                Stream.of("/data/sender_handle", "/data/from_handle").map(json::at),
                StreamSupport.stream(json.at("/data/handles").spliterator(), false));
        return Stream.concat(
                        named, anybody.filter(handle -> handle.path("is_me").asBoolean()))
                .map(handle -> handle.path("handle").asText(""))
                .filter(ID)
                .findFirst();
    }

    /** CloudEvents 1.0, Kafka protocol binding, binary mode; and what a consumer should not overlook. */
    private Map<String, String> headers(String eventId, String type, Optional<String> chatId) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", eventId);
        headers.put("ce_type", type);
        headers.put("ce_source", "linq:" + first("/partner_id").orElse("unknown"));
        first("/created_at").ifPresent(time -> headers.put("ce_time", time));
        chatId.ifPresent(chat -> headers.put("ce_subject", chat));
        headers.put("content-type", "application/json");
        first("/data/reconciled_at").ifPresent(time -> headers.put("linq-reconciled-at", time));
        OptOut.in(type, json.path("data")).ifPresent(word -> headers.put(NewEvent.OPT_OUT, word));
        return headers;
    }

    private Optional<String> first(String pointer) {
        return texts(pointer).findFirst();
    }

    private Optional<String> id(String... pointers) {
        return texts(pointers).filter(ID).findFirst();
    }

    private Stream<String> texts(String... pointers) {
        return Stream.of(pointers)
                .map(json::at)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> text.indexOf(0) < 0);
    }
}
