package dev.linqroutes.ledger.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.chat.ChatState.Member;
import dev.linqroutes.ledger.chat.ChatState.TimedValue;
import dev.linqroutes.ledger.db.StorableText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a chat, or a member of it, as Linq shows them (reference 2.1). Any field may be missing, and what is longer than any
 * real one is cut or left out: the chat's record has to fit on the topic of groups.
 */
public final class ChatReader {
    private static final int MAX_HANDLE_LENGTH = 256;

    /** Twice what a command may set. */
    private static final int MAX_NAME_LENGTH = 1_000;

    /** Twice what a command may set; a part of an address would be of no use. */
    private static final int MAX_URL_LENGTH = 4_096;

    /** A status, a service, a time. */
    private static final int MAX_SHORT_TEXT_LENGTH = 64;

    /** Five times what the largest groups hold. */
    private static final int MAX_MEMBERS = 500;

    private ChatReader() {}

    /**
     * Reads a chat.
     *
     * @param chat an answer of Linq, or what an event brings
     * @param otherwise where it does not say when it was changed: by Linq's clock, never by ours, since the later one
     *     counts; {@link Instant#EPOCH} where nothing else is known
     * @return what it tells; whole only if it names its members
     */
    public static ChatState readChat(JsonNode chat, Instant otherwise) {
        Instant at = readTime(chat.path("updated_at"))
                .or(() -> readTime(chat.path("created_at")))
                .orElse(otherwise);
        Map<String, Member> members = new TreeMap<>();
        for (JsonNode each : chat.path("handles")) {
            readMember(each, Optional.empty(), at)
                    .filter(member -> members.size() < MAX_MEMBERS)
                    .ifPresent(member -> members.put(member.handle().toLowerCase(Locale.ROOT), member));
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

    /** The name in such a field, if there is one. */
    public static Optional<String> readName(JsonNode value) {
        return value.isTextual() ? Optional.of(StorableText.of(value.textValue(), MAX_NAME_LENGTH)) : Optional.empty();
    }

    /** What such a field says of the icon: its address or that there is none; nothing where no address is that long. */
    public static Optional<TimedValue> readIcon(JsonNode value, Instant at) {
        return Optional.of(readText(value))
                .filter(address -> address.map(String::length).orElse(0) <= MAX_URL_LENGTH)
                .map(address -> new TimedValue(address, at));
    }

    private static Optional<String> readShortText(JsonNode value) {
        return readText(value).filter(word -> word.length() <= MAX_SHORT_TEXT_LENGTH);
    }

    /** Without a name of its own a chat is shown under its handles, joined (reference 2.1). */
    private static boolean isHandleList(String name, Map<String, Member> members) {
        return !members.isEmpty()
                && Arrays.stream(name.split(","))
                        .map(part -> part.strip().toLowerCase(Locale.ROOT))
                        .allMatch(members::containsKey);
    }

    /**
     * Reads a member.
     *
     * @param handle Linq's object
     * @param status what it is now where the event says so; else what the object says
     * @param otherwise where it does not say since when it is so
     * @return empty without a handle
     */
    public static Optional<Member> readMember(JsonNode handle, Optional<String> status, Instant otherwise) {
        Optional<String> name =
                readText(handle.path("handle")).filter(text -> !text.isBlank() && text.length() <= MAX_HANDLE_LENGTH);
        Optional<String> leftAt = readShortText(handle.path("left_at"));
        Optional<String> joinedAt = readShortText(handle.path("joined_at"));
        String is =
                status.or(() -> readShortText(handle.path("status"))).orElse(leftAt.isPresent() ? "left" : "active");
        Instant since = readTime(handle.path(is.equals("active") ? "joined_at" : "left_at"))
                .orElse(otherwise);
        return name.map(known -> new Member(
                known,
                is,
                readShortText(handle.path("service")),
                joinedAt,
                is.equals("active") ? Optional.empty() : leftAt,
                handle.path("is_me").asBoolean(),
                since));
    }

    /** A time as Linq writes it: RFC 3339, with however many digits. */
    public static Optional<Instant> readTime(JsonNode value) {
        try {
            return readText(value).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            // Nothing is known of the time.
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
