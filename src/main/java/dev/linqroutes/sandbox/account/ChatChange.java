package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What members see between the messages of a chat.
 *
 * @param kind {@code started}, {@code named}, {@code icon}, {@code joined}, {@code left}, {@code removed}, {@code opted_out} or {@code opted_in}
 * @param value the name, the URL of the icon or the handle; empty for {@code started} and when the name or icon was taken away
 * @param by the handle of who did it; empty for {@code opted_…}, which the person of the chat did, and where it is not known
 */
public record ChatChange(String kind, Optional<String> value, Optional<String> by, Instant at) {

    static ChatChange started(String by, Instant at) {
        return new ChatChange("started", Optional.empty(), Optional.of(by), at);
    }

    /** What differs between two states of a chat. */
    static List<ChatChange> between(Chat before, Chat after, Optional<String> by) {
        List<ChatChange> changes = new ArrayList<>(1);
        Instant at = after.updatedAt();
        if (!before.name().equals(after.name())) {
            changes.add(new ChatChange("named", after.name(), by, at));
        }
        if (!before.icon().equals(after.icon())) {
            changes.add(new ChatChange("icon", after.icon().map(Chat.Icon::source), by, at));
        }
        if (before.optedOut() != after.optedOut()) {
            String kind = after.optedOut() ? "opted_out" : "opted_in";
            changes.add(new ChatChange(kind, after.activeHandles().stream().findFirst(), by, at));
        }
        for (Member member : after.members()) {
            String earlier = before.member(member.handle()).map(Member::status).orElse("");
            if (!earlier.equals(member.status())) {
                String kind = member.isActive() ? "joined" : member.status();
                changes.add(new ChatChange(kind, Optional.of(member.handle()), by, at));
            }
        }
        return changes;
    }

    /** Approximate bytes of memory. */
    long weight() {
        return Weights.OBJECT
                + value.map(Weights::of).orElse(0L)
                + by.map(Weights::of).orElse(0L);
    }

    static ChatChange read(JsonNode json) {
        return new ChatChange(
                json.required("kind").textValue(),
                JsonTrees.text(json, "value"),
                JsonTrees.text(json, "by"),
                JsonTrees.instant(json, "at"));
    }

    public ObjectNode json() {
        ObjectNode json = JsonTrees.object().put("kind", kind);
        json.set("value", JsonTrees.textOrNull(value));
        json.set("by", JsonTrees.textOrNull(by));
        return json.put("at", at.toString());
    }
}
