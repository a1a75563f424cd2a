package dev.linqroutes.ledger.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.LedgerJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The known state of a chat. An event shows some of its values, a read all of them; each value carries the time of its change,
 * by Linq's clock. Merging is commutative, associative and idempotent: the latest value wins.
 *
 * @param name empty if unknown; a known name may be absent
 * @param icon URL; empty if unknown
 * @param service empty if unknown
 * @param isGroup whether it is a group and not a direct chat; empty if unknown
 * @param membersKnown whether {@code members} is complete
 * @param members by {@link HandleKey}; includes the line, and members who have left
 */
public record ChatState(
        Optional<TimedValue> name,
        Optional<TimedValue> icon,
        Optional<TimedValue> service,
        Optional<Boolean> isGroup,
        boolean membersKnown,
        Map<String, Member> members) {
    private static final String ACTIVE = "active";

    /** Nothing is known. */
    public static final ChatState UNKNOWN =
            new ChatState(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, Map.of());

    public ChatState {
        members = Map.copyOf(members);
    }

    /**
     * A value with the time of its change.
     *
     * @param value empty if the chat has none
     */
    public record TimedValue(Optional<String> value, Instant since) {
        private static TimedValue latest(TimedValue one, TimedValue other) {
            int order = one.since.compareTo(other.since);
            if (order == 0) {
                order = one.value.orElse("").compareTo(other.value.orElse(""));
            }
            return order >= 0 ? one : other;
        }
    }

    /**
     * A present or former member.
     *
     * @param handle as Linq writes it; any text (reference 2.1)
     * @param status active, left or removed
     * @param isLine whether it is the line
     * @param since time of the status
     */
    public record Member(
            String handle,
            String status,
            Optional<String> service,
            Optional<String> joinedAt,
            Optional<String> leftAt,
            boolean isLine,
            Instant since) {
        boolean isActive() {
            return status.equals(ACTIVE);
        }

        private static Member latest(Member one, Member other) {
            int order = one.since.compareTo(other.since);
            if (order == 0) {
                order = one.toString().compareTo(other.toString());
            }
            return order >= 0 ? one : other;
        }
    }

    /** A state in which only the name is known. */
    public static ChatState withName(Optional<String> name, Instant at) {
        return new ChatState(
                Optional.of(new TimedValue(name, at)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
    }

    /** A state in which only the icon is known. */
    public static ChatState withIcon(Optional<String> icon, Instant at) {
        return new ChatState(
                Optional.empty(),
                Optional.of(new TimedValue(icon, at)),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
    }

    /** A state in which only one member is known. */
    public static ChatState withMember(Member member) {
        return new ChatState(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of(HandleKey.of(member.handle()), member));
    }

    /** A state in which only the kind of chat is known. */
    public static ChatState withGroupFlag(Optional<Boolean> isGroup) {
        return new ChatState(Optional.empty(), Optional.empty(), Optional.empty(), isGroup, false, Map.of());
    }

    /** The observation that the line has left this chat; empty if the line is not known. */
    Optional<ChatState> lineLeft(Instant at) {
        return members.values().stream()
                .filter(Member::isLine)
                .findFirst()
                .map(line -> withMember(new Member(
                        line.handle, "left", line.service, line.joinedAt, Optional.of(at.toString()), true, at)));
    }

    /** Merges both: the latest value of each wins. */
    public ChatState merge(ChatState other) {
        Map<String, Member> all = new TreeMap<>(members);
        other.members.forEach((handle, member) -> all.merge(handle, member, Member::latest));
        return new ChatState(
                latest(name, other.name),
                latest(icon, other.icon),
                latest(service, other.service),
                Stream.of(isGroup, other.isGroup).flatMap(Optional::stream).max(Boolean::compare),
                membersKnown || other.membersKnown,
                all);
    }

    /** The state without the person as a member, and with the other texts masked. */
    ChatState masked(TextMask mask) {
        Map<String, Member> others = new TreeMap<>(members);
        others.values().removeIf(member -> mask.isNamedIn(member.handle));
        return new ChatState(masked(name, mask), masked(icon, mask), service, isGroup, membersKnown, others);
    }

    private static Optional<TimedValue> masked(Optional<TimedValue> timed, TextMask mask) {
        return timed.map(each -> new TimedValue(each.value.map(mask), each.since));
    }

    private static Optional<TimedValue> latest(Optional<TimedValue> one, Optional<TimedValue> other) {
        return Stream.of(one, other).flatMap(Optional::stream).reduce(TimedValue::latest);
    }

    /** Whether the line has left the chat. */
    public boolean hasLineLeft() {
        return members.values().stream().anyMatch(member -> member.isLine && !member.isActive());
    }

    /** The line's handle, if one of the members is marked as the line. */
    Optional<String> line() {
        return members.values().stream()
                .filter(Member::isLine)
                .map(Member::handle)
                .sorted()
                .findFirst();
    }

    /** Time of the latest change; empty if no time is known. */
    Optional<Instant> updatedAt() {
        Stream<Instant> times =
                Stream.of(name, icon, service).flatMap(Optional::stream).map(TimedValue::since);
        return Stream.concat(times, members.values().stream().map(Member::since))
                .filter(Instant.EPOCH::isBefore)
                .max(Instant::compareTo);
    }

    /** The JSON that the ledger stores. */
    String toJson() {
        ObjectNode json = LedgerJson.MAPPER.createObjectNode();
        name.ifPresent(timed -> json.set("name", toJson(timed)));
        icon.ifPresent(timed -> json.set("icon", toJson(timed)));
        service.ifPresent(timed -> json.set("service", toJson(timed)));
        isGroup.ifPresent(flag -> json.put("group", flag));
        json.put("whole", membersKnown);
        ObjectNode all = json.putObject("members");
        new TreeMap<>(members).forEach((handle, member) -> all.set(handle, toJson(member)));
        return json.toString();
    }

    private static ObjectNode toJson(TimedValue timed) {
        return LedgerJson.MAPPER
                .createObjectNode()
                .put("value", timed.value.orElse(null))
                .put("at", timed.since.toString());
    }

    private static ObjectNode toJson(Member member) {
        return LedgerJson.MAPPER
                .createObjectNode()
                .put("handle", member.handle)
                .put("status", member.status)
                .put("service", member.service.orElse(null))
                .put("joined_at", member.joinedAt.orElse(null))
                .put("left_at", member.leftAt.orElse(null))
                .put("me", member.isLine)
                .put("at", member.since.toString());
    }

    /** The people who are in a chat, as far as they are known, without the line. */
    public static List<String> activePeople(String json) {
        return fromJson(json).members.values().stream()
                .filter(member -> member.isActive() && !member.isLine)
                .map(Member::handle)
                .toList();
    }

    /** The name of a chat; empty if it is not known, which is not the same as that it has none. */
    public static Optional<TimedValue> nameOf(String json) {
        return fromJson(json).name;
    }

    /** Reads what {@link #toJson()} wrote. */
    static ChatState fromJson(String json) {
        JsonNode read = LedgerJson.read(json);
        Map<String, Member> members = new TreeMap<>();
        read.path("members").fields().forEachRemaining(each -> members.put(each.getKey(), readMember(each.getValue())));
        return new ChatState(
                readValue(read.path("name")),
                readValue(read.path("icon")),
                readValue(read.path("service")),
                read.has("group") ? Optional.of(read.get("group").asBoolean()) : Optional.empty(),
                read.path("whole").asBoolean(),
                members);
    }

    private static Optional<TimedValue> readValue(JsonNode json) {
        return json.isMissingNode()
                ? Optional.empty()
                : Optional.of(new TimedValue(
                        text(json, "value"), Instant.parse(json.get("at").asText())));
    }

    private static Member readMember(JsonNode json) {
        return new Member(
                json.get("handle").asText(),
                json.get("status").asText(),
                text(json, "service"),
                text(json, "joined_at"),
                text(json, "left_at"),
                json.get("me").asBoolean(),
                Instant.parse(json.get("at").asText()));
    }

    private static Optional<String> text(JsonNode json, String field) {
        return json.path(field).isTextual() ? Optional.of(json.get(field).textValue()) : Optional.empty();
    }
}
