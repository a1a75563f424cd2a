package dev.linqroutes.ledger.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.ledger.db.LedgerJson;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is known of how a chat looks. An event tells a part of it, a read the whole; each part carries the time at which it
 * became so, by Linq's clock. Parts are merged, and it does not matter in which order or how often: the later one counts.
 *
 * @param name empty where nothing is known of it; a known name may be none
 * @param icon the same; an address
 * @param service the same
 * @param isGroup whether it is a group and not a direct chat; empty where that is not known
 * @param membersKnown whether all members are among those known
 * @param members by handle in lower case; the line is one of them, and those who left stay
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
     * Something that was so from a time on.
     *
     * @param value empty for none
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
     * Somebody in the chat, or who was.
     *
     * @param handle as Linq writes it; any text (reference 2.1)
     * @param status active, left or removed
     * @param isLine whether it is the line
     * @param since when this became so
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

    /** Only a name. */
    public static ChatState withName(Optional<String> name, Instant at) {
        return new ChatState(
                Optional.of(new TimedValue(name, at)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
    }

    /** Only an icon. */
    public static ChatState withIcon(Optional<String> icon, Instant at) {
        return new ChatState(
                Optional.empty(),
                Optional.of(new TimedValue(icon, at)),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of());
    }

    /** Only one member. */
    public static ChatState withMember(Member member) {
        return new ChatState(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of(member.handle().toLowerCase(Locale.ROOT), member));
    }

    /** Only what kind of chat it is. */
    public static ChatState withGroupFlag(Optional<Boolean> group) {
        return new ChatState(Optional.empty(), Optional.empty(), Optional.empty(), group, false, Map.of());
    }

    /** Both together. */
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

    private static Optional<TimedValue> latest(Optional<TimedValue> one, Optional<TimedValue> other) {
        return Stream.of(one, other).flatMap(Optional::stream).reduce(TimedValue::latest);
    }

    /** Whether the line is in it no more. */
    public boolean hasLineLeft() {
        return members.values().stream().anyMatch(member -> member.isLine && !member.isActive());
    }

    /** The line, if a member is marked as it. */
    Optional<String> line() {
        return members.values().stream()
                .filter(Member::isLine)
                .map(Member::handle)
                .sorted()
                .findFirst();
    }

    /** When the latest part of it became so; empty where no part says. */
    Optional<Instant> updatedAt() {
        Stream<Instant> facts =
                Stream.of(name, icon, service).flatMap(Optional::stream).map(TimedValue::since);
        return Stream.concat(facts, members.values().stream().map(Member::since))
                .filter(Instant.EPOCH::isBefore)
                .max(Instant::compareTo);
    }

    /** As it stands in the ledger. */
    String toJson() {
        ObjectNode json = LedgerJson.MAPPER.createObjectNode();
        name.ifPresent(fact -> json.set("name", toJson(fact)));
        icon.ifPresent(fact -> json.set("icon", toJson(fact)));
        service.ifPresent(fact -> json.set("service", toJson(fact)));
        isGroup.ifPresent(is -> json.put("group", is));
        json.put("whole", membersKnown);
        ObjectNode all = json.putObject("members");
        new TreeMap<>(members).forEach((handle, member) -> all.set(handle, toJson(member)));
        return json.toString();
    }

    private static ObjectNode toJson(TimedValue fact) {
        return LedgerJson.MAPPER
                .createObjectNode()
                .put("value", fact.value.orElse(null))
                .put("at", fact.since.toString());
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

    /** @param json as {@link #toJson()} wrote it */
    static ChatState fromJson(String json) {
        JsonNode read = LedgerJson.read(json);
        Map<String, Member> members = new TreeMap<>();
        read.path("members").fields().forEachRemaining(each -> members.put(each.getKey(), member(each.getValue())));
        return new ChatState(
                fact(read.path("name")),
                fact(read.path("icon")),
                fact(read.path("service")),
                read.has("group") ? Optional.of(read.get("group").asBoolean()) : Optional.empty(),
                read.path("whole").asBoolean(),
                members);
    }

    private static Optional<TimedValue> fact(JsonNode json) {
        return json.isMissingNode()
                ? Optional.empty()
                : Optional.of(new TimedValue(
                        text(json, "value"), Instant.parse(json.get("at").asText())));
    }

    private static Member member(JsonNode json) {
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
