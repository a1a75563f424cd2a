package dev.linqroutes.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * @param group whether it is a group and not a direct chat; empty where that is not known
 * @param whole whether all members are among those known
 * @param members by handle in lower case; the line is one of them, and those who left stay
 */
public record ChatState(
        Optional<Fact> name,
        Optional<Fact> icon,
        Optional<Fact> service,
        Optional<Boolean> group,
        boolean whole,
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
    public record Fact(Optional<String> value, Instant at) {
        private static Fact later(Fact one, Fact other) {
            int order = one.at.compareTo(other.at);
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
     * @param me whether it is the line
     * @param at when this became so
     */
    public record Member(
            String handle,
            String status,
            Optional<String> service,
            Optional<String> joinedAt,
            Optional<String> leftAt,
            boolean me,
            Instant at) {
        boolean isActive() {
            return status.equals(ACTIVE);
        }

        private static Member later(Member one, Member other) {
            int order = one.at.compareTo(other.at);
            if (order == 0) {
                order = one.toString().compareTo(other.toString());
            }
            return order >= 0 ? one : other;
        }
    }

    /** Only a name. */
    public static ChatState named(Optional<String> name, Instant at) {
        return new ChatState(
                Optional.of(new Fact(name, at)), Optional.empty(), Optional.empty(), Optional.empty(), false, Map.of());
    }

    /** Only an icon. */
    public static ChatState withIcon(Optional<String> icon, Instant at) {
        return new ChatState(
                Optional.empty(), Optional.of(new Fact(icon, at)), Optional.empty(), Optional.empty(), false, Map.of());
    }

    /** Only one member. */
    public static ChatState with(Member member) {
        return new ChatState(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of(member.handle().toLowerCase(Locale.ROOT), member));
    }

    /** Only what kind of chat it is. */
    public static ChatState ofKind(Optional<Boolean> group) {
        return new ChatState(Optional.empty(), Optional.empty(), Optional.empty(), group, false, Map.of());
    }

    /** Both together. */
    public ChatState merge(ChatState other) {
        Map<String, Member> all = new TreeMap<>(members);
        other.members.forEach((handle, member) -> all.merge(handle, member, Member::later));
        return new ChatState(
                later(name, other.name),
                later(icon, other.icon),
                later(service, other.service),
                Stream.of(group, other.group).flatMap(Optional::stream).max(Boolean::compare),
                whole || other.whole,
                all);
    }

    private static Optional<Fact> later(Optional<Fact> one, Optional<Fact> other) {
        return Stream.of(one, other).flatMap(Optional::stream).reduce(Fact::later);
    }

    /** Whether the line is in it no more. */
    boolean isLeft() {
        return members.values().stream().anyMatch(member -> member.me && !member.isActive());
    }

    /** The line, if a member is marked as it. */
    Optional<String> line() {
        return members.values().stream()
                .filter(Member::me)
                .map(Member::handle)
                .sorted()
                .findFirst();
    }

    /** When the latest part of it became so; empty where no part says. */
    Optional<Instant> updatedAt() {
        Stream<Instant> facts =
                Stream.of(name, icon, service).flatMap(Optional::stream).map(Fact::at);
        return Stream.concat(facts, members.values().stream().map(Member::at))
                .filter(Instant.EPOCH::isBefore)
                .max(Instant::compareTo);
    }

    /** As it stands in the ledger. */
    String json() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        name.ifPresent(fact -> json.set("name", json(fact)));
        icon.ifPresent(fact -> json.set("icon", json(fact)));
        service.ifPresent(fact -> json.set("service", json(fact)));
        group.ifPresent(is -> json.put("group", is));
        json.put("whole", whole);
        ObjectNode all = json.putObject("members");
        new TreeMap<>(members).forEach((handle, member) -> all.set(handle, json(member)));
        return json.toString();
    }

    private static ObjectNode json(Fact fact) {
        return Json.MAPPER
                .createObjectNode()
                .put("value", fact.value.orElse(null))
                .put("at", fact.at.toString());
    }

    private static ObjectNode json(Member member) {
        return Json.MAPPER
                .createObjectNode()
                .put("handle", member.handle)
                .put("status", member.status)
                .put("service", member.service.orElse(null))
                .put("joined_at", member.joinedAt.orElse(null))
                .put("left_at", member.leftAt.orElse(null))
                .put("me", member.me)
                .put("at", member.at.toString());
    }

    /** @param json as {@link #json()} wrote it */
    static ChatState read(String json) {
        JsonNode read = Json.read(json);
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

    private static Optional<Fact> fact(JsonNode json) {
        return json.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Fact(
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
