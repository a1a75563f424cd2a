package dev.linqroutes.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A chat without its messages.
 *
 * @param members all current and former members, the account's own line first
 * @param name empty until set; the API then returns the handles as {@code display_name}
 */
public record Chat(
        String id,
        List<Member> members,
        Optional<String> name,
        Optional<Icon> icon,
        String service,
        Instant createdAt,
        Instant updatedAt) {

    public static final String IMESSAGE = "iMessage";

    /**
     * @param url Linq's URL of the re-hosted icon (reference 2.5)
     * @param source the URL given by the account
     */
    public record Icon(String url, String source) {}

    public static Chat create(String from, List<String> to, String service, Instant at) {
        List<Member> members = new ArrayList<>(to.size() + 1);
        members.add(Member.joined(from, service, true, at));
        to.forEach(handle -> members.add(Member.joined(handle, service, false, at)));
        return new Chat(
                UUID.randomUUID().toString(),
                List.copyOf(members),
                Optional.empty(),
                Optional.empty(),
                service,
                at,
                at);
    }

    /** Equal for the same line and members in any order (reference 2.2). */
    static String reuseKey(String from, Collection<String> to) {
        return to.stream().sorted().collect(Collectors.joining(" ", from + " ", ""));
    }

    /** Empty if a create must not reuse this chat: it has a name, or the line left it (reference 2.2). */
    Optional<String> reuseKey() {
        if (name.isPresent() || !line().isActive()) {
            return Optional.empty();
        }
        List<String> others = members.stream()
                .filter(member -> member.isActive() && !member.isMe())
                .map(Member::handle)
                .toList();
        return Optional.of(reuseKey(line().handle(), others));
    }

    public Member line() {
        return members.get(0);
    }

    public boolean isGroup() {
        return members.size() > 2;
    }

    public long activeMembers() {
        return members.stream().filter(Member::isActive).count();
    }

    public Optional<Member> member(String handle) {
        return members.stream().filter(member -> member.handle().equals(handle)).findFirst();
    }

    public boolean hasActive(String handle) {
        return member(handle).filter(Member::isActive).isPresent();
    }

    String displayName() {
        return name.orElseGet(() -> members.stream().map(Member::handle).collect(Collectors.joining(", ")));
    }

    public Chat withName(String newName, Instant at) {
        return new Chat(id, members, Optional.of(newName), icon, service, createdAt, at);
    }

    public Chat withIcon(Icon newIcon, Instant at) {
        return new Chat(id, members, name, Optional.of(newIcon), service, createdAt, at);
    }

    public Chat withMember(String handle, Instant at) {
        if (member(handle).isPresent()) {
            return withChangedMember(handle, member -> member.rejoined(at), at);
        }
        List<Member> more = new ArrayList<>(members);
        more.add(Member.joined(handle, service, false, at));
        return new Chat(id, List.copyOf(more), name, icon, service, createdAt, at);
    }

    /** @param how {@code left} or {@code removed} */
    public Chat withDeparted(String handle, String how, Instant at) {
        return withChangedMember(handle, member -> member.departed(how, at), at);
    }

    private Chat withChangedMember(String handle, UnaryOperator<Member> change, Instant at) {
        List<Member> changed = members.stream()
                .map(member -> member.handle().equals(handle) ? change.apply(member) : member)
                .toList();
        return new Chat(id, changed, name, icon, service, createdAt, at);
    }

    JsonNode json() {
        ObjectNode json = JsonTrees.object().put("id", id);
        json.set("members", JsonTrees.array(members, Member::json));
        json.set("name", JsonTrees.textOrNull(name));
        json.set("icon_url", JsonTrees.textOrNull(icon.map(Icon::url)));
        json.set("icon_source", JsonTrees.textOrNull(icon.map(Icon::source)));
        return json.put("service", service)
                .put("created_at", createdAt.toString())
                .put("updated_at", updatedAt.toString());
    }

    static Chat read(JsonNode json) {
        List<Member> members = new ArrayList<>();
        json.required("members").forEach(member -> members.add(Member.read(member)));
        return new Chat(
                json.required("id").textValue(),
                List.copyOf(members),
                JsonTrees.text(json, "name"),
                JsonTrees.text(json, "icon_url")
                        .map(url -> new Icon(url, json.required("icon_source").textValue())),
                json.required("service").textValue(),
                JsonTrees.instant(json, "created_at"),
                JsonTrees.instant(json, "updated_at"));
    }
}
