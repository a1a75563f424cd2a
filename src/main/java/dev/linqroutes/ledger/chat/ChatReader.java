package dev.linqroutes.ledger.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.chat.ChatState.Member;
import dev.linqroutes.ledger.chat.ChatState.TimedValue;
import dev.linqroutes.ledger.db.StorableText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads chats and their members from Linq's JSON (reference 2.1). Any field may be missing. Values longer than any real one
 * are cut or omitted, so that the chat's record fits on the topic of groups.
 */
public final class ChatReader {
    private static final int MAX_HANDLE_LENGTH = 256;

    /** Twice what a command may set. */
    private static final int MAX_NAME_LENGTH = 1_000;

    /** Twice what a command may set; a longer URL is omitted, because a cut one is useless. */
    private static final int MAX_URL_LENGTH = 4_096;

    /** For a status, a service or a time. */
    private static final int MAX_SHORT_TEXT_LENGTH = 64;

    /** Five times the size of the largest groups. */
    private static final int MAX_MEMBERS = 500;

    private ChatReader() {}

    /**
     * Reads a chat.
     *
     * @param chat from a response of Linq, or from an event
     * @param defaultTime time of the change if the chat has none; by Linq's clock, not ours, because the latest value wins;
     *     {@link Instant#EPOCH} if it is unknown
     * @return its members are known only if the chat lists them
     */
    public static ChatState readChat(JsonNode chat, Instant defaultTime) {
        Instant at = readTime(chat.path("updated_at"))
                .or(() -> readTime(chat.path("created_at")))
                .orElse(defaultTime);
        Map<String, Member> members = new TreeMap<>();
        for (JsonNode each : chat.path("handles")) {
            readMember(each, Optional.empty(), at)
                    .filter(member -> members.size() < MAX_MEMBERS)
                    .ifPresent(member -> members.put(HandleKey.of(member.handle()), member));
        }
        return new ChatState(
                readName(chat.path("display_name"))
                        .map(name ->
                                new TimedValue(isHandleList(name, members) ? Optional.empty() : Optional.of(name), at)),
                chat.has("group_chat_icon") ? readIcon(chat.path("group_chat_icon"), at) : Optional.empty(),
                readShortText(chat.path("service")).map(service -> new TimedValue(Optional.of(service), at)),
                readFlag(chat.path("is_group")),
                !members.isEmpty() && members.size() < MAX_MEMBERS,
                members);
    }

    /** The name in this field; empty if it is no text. */
    public static Optional<String> readName(JsonNode value) {
        return value.isTextual() ? Optional.of(StorableText.of(value.textValue(), MAX_NAME_LENGTH)) : Optional.empty();
    }

    /** The icon's URL in this field, or that there is none; empty if the URL is too long to be one. */
    public static Optional<TimedValue> readIcon(JsonNode value, Instant at) {
        return Optional.of(readText(value))
                .filter(address -> address.map(String::length).orElse(0) <= MAX_URL_LENGTH)
                .map(address -> new TimedValue(address, at));
    }

    private static Optional<String> readShortText(JsonNode value) {
        return readText(value).filter(word -> word.length() <= MAX_SHORT_TEXT_LENGTH);
    }

    /** Linq shows a chat without a name under its joined handles (reference 2.1). */
    private static boolean isHandleList(String name, Map<String, Member> members) {
        return !members.isEmpty()
                && Arrays.stream(name.split(","))
                        .map(part -> HandleKey.of(part.strip()))
                        .allMatch(members::containsKey);
    }

    /**
     * Reads a member.
     *
     * @param handle Linq's object
     * @param status from the event; if empty, from the object
     * @param defaultTime time of the status if the object has none
     * @return empty without a handle
     */
    public static Optional<Member> readMember(JsonNode handle, Optional<String> status, Instant defaultTime) {
        Optional<String> name =
                readText(handle.path("handle")).filter(text -> !text.isBlank() && text.length() <= MAX_HANDLE_LENGTH);
        Optional<String> leftAt = readShortText(handle.path("left_at"));
        Optional<String> joinedAt = readShortText(handle.path("joined_at"));
        String is =
                status.or(() -> readShortText(handle.path("status"))).orElse(leftAt.isPresent() ? "left" : "active");
        Instant since = readTime(handle.path(is.equals("active") ? "joined_at" : "left_at"))
                .orElse(defaultTime);
        return name.map(known -> new Member(
                known,
                is,
                readShortText(handle.path("service")),
                joinedAt,
                is.equals("active") ? Optional.empty() : leftAt,
                handle.path("is_me").asBoolean(),
                since));
    }

    /** A time in RFC 3339 with any number of fractional digits; empty if it is none. */
    public static Optional<Instant> readTime(JsonNode value) {
        try {
            return readText(value).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            // Not a time: unknown.
            return Optional.empty();
        }
    }

    private static Optional<String> readText(JsonNode value) {
        return value.isTextual() ? Optional.of(StorableText.of(value.textValue())) : Optional.empty();
    }

    private static Optional<Boolean> readFlag(JsonNode value) {
        return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
    }
}
