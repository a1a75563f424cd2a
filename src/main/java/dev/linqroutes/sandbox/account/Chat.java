package dev.linqroutes.sandbox.account;

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
 * @param members all current members and the latest former ones, the account's own line first
 * @param name empty until set; the API then returns the handles as {@code display_name}
 * @param service what carried the latest message; empty until one was sent or received (reference 0.13)
 * @param background as it was set (reference 2.12)
 * @param optedOut whether the person sent STOP here; only in direct chats (reference 2.15)
 */
public record Chat(
        String id,
        List<Member> members,
        Optional<String> name,
        Optional<Icon> icon,
        Optional<String> service,
        Optional<JsonNode> background,
        boolean optedOut,
        Instant createdAt,
        Instant updatedAt) {

    /** Of a group, with the line: 31 recipients and the line (reference 2.2). */
    public static final int MOST_MEMBERS = 32;

    /** Of a group, with the line (reference 5). */
    public static final int LEAST_MEMBERS = 3;

    /** Far more than a group has at once, so that the oldest that is dropped for a new one left long ago. */
    private static final int MAX_KEPT_MEMBERS = 200;

    /**
     * @param url Linq's URL of the re-hosted icon (reference 2.5)
     * @param source the URL given by the account
     */
    public record Icon(String url, String source) {

        /** Linq serves icons from its own host, so the URL differs from the given one. */
        public static Icon rehosted(String source) {
            return new Icon("https://cdn.linqapp.com/icons/" + UUID.randomUUID(), source);
        }
    }

    /**
     * Each member has an own service, since groups are mixed (reference 5); the line's is the one that carries to all.
     *
     * @param preferred {@code preferred_service} of the first message
     */
    public static Chat create(String from, List<Person> to, Optional<String> preferred, Instant at) {
        List<Member> members = new ArrayList<>(to.size() + 1);
        members.add(Member.joined(from, memberService(to, preferred), true, at));
        to.forEach(person ->
                members.add(Member.joined(person.handle(), memberService(List.of(person), preferred), false, at)));
        return new Chat(
                UUID.randomUUID().toString(),
                List.copyOf(members),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                at,
                at);
    }

    /** Members always have a service in Linq's answers, also those whom nothing reaches. */
    private static String memberService(List<Person> people, Optional<String> preferred) {
        return Services.carrying(people, preferred)
                .or(() -> Services.amongReachable(people))
                .orElse(Services.SMS);
    }

    /** Approximate bytes of memory. */
    long weight() {
        return (2L + 2L * members.size()) * Weights.OBJECT
                + name.map(Weights::of).orElse(0L)
                + icon.map(Icon::source).map(Weights::of).orElse(0L)
                + background.map(Weights::of).orElse(0L);
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
        return Optional.of(reuseKey(line().handle(), activeHandles()));
    }

    public Member line() {
        return members.get(0);
    }

    public boolean isGroup() {
        return members.size() > 2;
    }

    /** The handles of the people who are in it now. */
    public List<String> activeHandles() {
        return members.stream()
                .filter(member -> member.isActive() && !member.isMe())
                .map(Member::handle)
                .toList();
    }

    private long activeMembers() {
        return members.stream().filter(Member::isActive).count();
    }

    /** Whether a group has no room for another member. */
    public boolean isFull() {
        return activeMembers() >= MOST_MEMBERS;
    }

    /** Whether no member of a group can go. */
    public boolean isSmallest() {
        return activeMembers() <= LEAST_MEMBERS;
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

    /** Empty removes the name. */
    public Chat withName(Optional<String> newName, Instant at) {
        return with(members, newName, icon, service, background, optedOut, at);
    }

    /** Empty removes the icon. */
    public Chat withIcon(Optional<Icon> newIcon, Instant at) {
        return with(members, name, newIcon, service, background, optedOut, at);
    }

    public Chat withService(String newService, Instant at) {
        return with(members, name, icon, Optional.of(newService), background, optedOut, at);
    }

    public Chat withBackground(Optional<JsonNode> newBackground, Instant at) {
        return with(members, name, icon, service, newBackground, optedOut, at);
    }

    public Chat withOptedOut(boolean newOptedOut, Instant at) {
        return with(members, name, icon, service, background, newOptedOut, at);
    }

    public Chat withMember(String handle, String memberService, Instant at) {
        if (member(handle).isPresent()) {
            return withChangedMember(handle, member -> member.rejoined(memberService, at), at);
        }
        List<Member> more = new ArrayList<>(members);
        if (more.size() >= MAX_KEPT_MEMBERS) {
            more.stream()
                    .filter(member -> !member.isActive() && !member.isMe())
                    .findFirst()
                    .ifPresent(more::remove);
        }
        more.add(Member.joined(handle, memberService, false, at));
        return with(List.copyOf(more), name, icon, service, background, optedOut, at);
    }

    /** The service changes behind the chat, so this is no change of the chat: {@code updated_at} stays. */
    public Chat withMemberService(String handle, String memberService) {
        return withChangedMember(handle, member -> member.reachedBy(memberService), updatedAt);
    }

    /** @param how {@code left} or {@code removed} */
    public Chat withDeparted(String handle, String how, Instant at) {
        return withChangedMember(handle, member -> member.departed(how, at), at);
    }

    private Chat withChangedMember(String handle, UnaryOperator<Member> change, Instant at) {
        List<Member> changed = members.stream()
                .map(member -> member.handle().equals(handle) ? change.apply(member) : member)
                .toList();
        return with(changed, name, icon, service, background, optedOut, at);
    }

    private Chat with(
            List<Member> newMembers,
            Optional<String> newName,
            Optional<Icon> newIcon,
            Optional<String> newService,
            Optional<JsonNode> newBackground,
            boolean newOptedOut,
            Instant at) {
        return new Chat(id, newMembers, newName, newIcon, newService, newBackground, newOptedOut, createdAt, at);
    }

    ObjectNode json() {
        ObjectNode json = JsonTrees.object().put("id", id);
        json.set("members", JsonTrees.array(members, Member::json));
        json.set("name", JsonTrees.textOrNull(name));
        json.set("icon_url", JsonTrees.textOrNull(icon.map(Icon::url)));
        json.set("icon_source", JsonTrees.textOrNull(icon.map(Icon::source)));
        json.set("service", JsonTrees.textOrNull(service));
        json.set("background", JsonTrees.orNull(background));
        return json.put("opted_out", optedOut)
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
                JsonTrees.text(json, "service"),
                JsonTrees.field(json, "background"),
                json.required("opted_out").booleanValue(),
                JsonTrees.instant(json, "created_at"),
                JsonTrees.instant(json, "updated_at"));
    }
}
