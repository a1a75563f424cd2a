package dev.linqroutes.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.ledger.ChatState.Fact;
import dev.linqroutes.ledger.ChatState.Member;
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
    private static final int LONGEST_HANDLE = 256;

    /** Twice what a command may set. */
    private static final int LONGEST_NAME = 1_000;

    /** Twice what a command may set; a part of an address would be of no use. */
    private static final int LONGEST_ADDRESS = 4_096;

    /** A status, a service, a time. */
    private static final int LONGEST_WORD = 64;

    /** Five times what the largest groups hold. */
    private static final int MOST_MEMBERS = 500;

    private ChatReader() {}

    /**
     * Reads a chat.
     *
     * @param chat an answer of Linq, or what an event brings
     * @param otherwise where it does not say when it was changed: by Linq's clock, never by ours, since the later one
     *     counts; {@link Instant#EPOCH} where nothing else is known
     * @return what it tells; whole only if it names its members
     */
    public static ChatState chat(JsonNode chat, Instant otherwise) {
        Instant at = time(chat.path("updated_at"))
                .or(() -> time(chat.path("created_at")))
                .orElse(otherwise);
        Map<String, Member> members = new TreeMap<>();
        for (JsonNode each : chat.path("handles")) {
            member(each, Optional.empty(), at)
                    .filter(member -> members.size() < MOST_MEMBERS)
                    .ifPresent(member -> members.put(member.handle().toLowerCase(Locale.ROOT), member));
        }
        return new ChatState(
                name(chat.path("display_name"))
                        .map(name -> new Fact(isJoined(name, members) ? Optional.empty() : Optional.of(name), at)),
                chat.has("group_chat_icon") ? icon(chat.path("group_chat_icon"), at) : Optional.empty(),
                word(chat.path("service")).map(service -> new Fact(Optional.of(service), at)),
                flag(chat.path("is_group")),
                !members.isEmpty() && members.size() < MOST_MEMBERS,
                members);
    }

    /** The name in such a field, if there is one. */
    public static Optional<String> name(JsonNode value) {
        return value.isTextual() ? Optional.of(StorableText.of(value.textValue(), LONGEST_NAME)) : Optional.empty();
    }

    /** What such a field says of the icon: its address or that there is none; nothing where no address is that long. */
    public static Optional<Fact> icon(JsonNode value, Instant at) {
        return Optional.of(text(value))
                .filter(address -> address.map(String::length).orElse(0) <= LONGEST_ADDRESS)
                .map(address -> new Fact(address, at));
    }

    private static Optional<String> word(JsonNode value) {
        return text(value).filter(word -> word.length() <= LONGEST_WORD);
    }

    /** Without a name of its own a chat is shown under its handles, joined (reference 2.1). */
    private static boolean isJoined(String name, Map<String, Member> members) {
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
    public static Optional<Member> member(JsonNode handle, Optional<String> status, Instant otherwise) {
        Optional<String> name =
                text(handle.path("handle")).filter(text -> !text.isBlank() && text.length() <= LONGEST_HANDLE);
        Optional<String> leftAt = word(handle.path("left_at"));
        Optional<String> joinedAt = word(handle.path("joined_at"));
        String is = status.or(() -> word(handle.path("status"))).orElse(leftAt.isPresent() ? "left" : "active");
        Instant since =
                time(handle.path(is.equals("active") ? "joined_at" : "left_at")).orElse(otherwise);
        return name.map(known -> new Member(
                known,
                is,
                word(handle.path("service")),
                joinedAt,
                is.equals("active") ? Optional.empty() : leftAt,
                handle.path("is_me").asBoolean(),
                since));
    }

    /** A time as Linq writes it: RFC 3339, with however many digits. */
    public static Optional<Instant> time(JsonNode value) {
        try {
            return text(value).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
        } catch (DateTimeException e) {
            // Nothing is known of the time.
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode value) {
        return value.isTextual() ? Optional.of(StorableText.of(value.textValue())) : Optional.empty();
    }

    private static Optional<Boolean> flag(JsonNode value) {
        return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
    }
}
