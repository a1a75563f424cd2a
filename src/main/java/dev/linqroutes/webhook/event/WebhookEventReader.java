package dev.linqroutes.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.linqroutes.ledger.chat.ChatReader;
import dev.linqroutes.ledger.confirm.VerifiedEvent;
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
 * Reads the fields of an event that the ledger needs. No field is required: unknown types, other payload versions and even
 * bodies that are not JSON are stored, since their signature is Linq's. Values that become a column, a header or a path segment
 * must match a pattern and a maximum length; others are omitted or replaced by "unknown", and remain in the body only.
 */
public final class WebhookEventReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Fits the ledger's columns: an invalid event must not fail the transaction that stores others. */
    private static final Predicate<String> ID = Pattern.compile("[!-~]{1,64}").asMatchPredicate();

    /** Linq's ids are UUIDs. Ids of chats and messages become path segments of later requests. */
    private static final Predicate<String> RESOURCE_ID =
            Pattern.compile("[A-Za-z0-9_-]{1,64}").asMatchPredicate();

    /** Becomes part of the URI {@code ce_source} (CloudEvents 1.0). */
    private static final Predicate<String> PARTNER =
            Pattern.compile("[A-Za-z0-9._~-]{1,64}").asMatchPredicate();

    /** RFC 3339. */
    private static final Predicate<String> TIME = Pattern.compile(
                    "\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?([Zz]|[+-]\\d\\d:\\d\\d)")
            .asMatchPredicate();

    private static final String UNKNOWN = "unknown";

    private static final Predicate<String> KEY = Pattern.compile("[!-~]{1,255}").asMatchPredicate();

    private static final Predicate<String> TYPE =
            Pattern.compile("[!-~]{1,128}").asMatchPredicate();

    private final JsonNode json;
    private final JsonNode data;

    private WebhookEventReader(JsonNode json) {
        this.json = json;
        data = json.path("data");
    }

    /** @param receivedAt used as event time where the event has none */
    public static VerifiedEvent read(byte[] body, Optional<String> webhookId, Instant receivedAt) {
        return new WebhookEventReader(parse(body)).event(body, webhookId, receivedAt);
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private VerifiedEvent event(byte[] body, Optional<String> webhookId, Instant receivedAt) {
        String eventId = first(ID, json.path("event_id"))
                .or(() -> webhookId.filter(ID))
                .orElseGet(() -> UUID.nameUUIDFromBytes(body).toString());
        String type = first(TYPE, json.path("event_type")).orElse(UNKNOWN);
        // Reference 4.6 nests the chat, 4.7 and 4.9 have a flat field, and the data of chat.created is the chat itself.
        Optional<String> chatId = first(RESOURCE_ID, data.path("chat").path("id"), data.path("chat_id"))
                .or(() -> type.equals("chat.created") ? first(RESOURCE_ID, data.path("id")) : Optional.empty());
        Optional<String> messageId = first(
                        RESOURCE_ID,
                        data.path("message_id"),
                        data.path("message").path("id"))
                .or(() -> type.startsWith("message.") ? first(RESOURCE_ID, data.path("id")) : Optional.empty());
        JsonNode createdAt = json.path("created_at");
        Optional<Instant> happenedAt = ChatReader.readTime(createdAt);
        return new VerifiedEvent(
                eventId,
                type,
                chatId,
                first(KEY, data.path("idempotency_key")),
                messageId,
                first(ID, json.path("trace_id")),
                line(),
                SignalReader.read(type, data),
                ChatEventReader.read(type, data, happenedAt.orElse(receivedAt)),
                PollEventReader.read(type, data, happenedAt.orElse(receivedAt)),
                body,
                headers(eventId, type, chatId, happenedAt.flatMap(known -> first(TIME, createdAt))));
    }

    /** Version 2026-02-03 has it in the chat, 2025-01-01 as the recipient; otherwise the handle with {@code is_me}. */
    private Optional<String> line() {
        Stream<JsonNode> named = Stream.of(data.path("chat").path("owner_handle"), data.path("recipient_handle"))
                .filter(handle -> handle.path("is_me").asBoolean(true));
        Stream<JsonNode> participants = Stream.concat(
                Stream.of(data.path("sender_handle"), data.path("from_handle")),
                StreamSupport.stream(data.path("handles").spliterator(), false));
        return Stream.concat(named, participants.filter(handle -> handle.path("is_me")
                        .asBoolean()))
                .map(handle -> handle.path("handle").asText(""))
                .filter(ID)
                .findFirst();
    }

    /** CloudEvents 1.0, Kafka protocol binding, binary mode; plus the project's own headers. */
    private Map<String, String> headers(String eventId, String type, Optional<String> chatId, Optional<String> time) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", eventId);
        headers.put("ce_type", type);
        headers.put(
                "ce_source", "linq:" + first(PARTNER, json.path("partner_id")).orElse(UNKNOWN));
        time.ifPresent(known -> headers.put("ce_time", known));
        chatId.ifPresent(chat -> headers.put("ce_subject", chat));
        headers.put("content-type", "application/json");
        // Its presence matters most: it marks a past event that was delivered late.
        texts(data.path("reconciled_at"))
                .findFirst()
                .ifPresent(known -> headers.put("linq-reconciled-at", isTime(known) ? known : UNKNOWN));
        OptOutDetector.detect(type, data).ifPresent(word -> headers.put(VerifiedEvent.OPT_OUT, word));
        return headers;
    }

    private static boolean isTime(String text) {
        return TIME.test(text) && ChatReader.readTime(TextNode.valueOf(text)).isPresent();
    }

    private static Optional<String> first(Predicate<String> format, JsonNode... values) {
        return texts(values).filter(format).findFirst();
    }

    private static Stream<String> texts(JsonNode... values) {
        return Stream.of(values)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> text.indexOf(0) < 0);
    }
}
