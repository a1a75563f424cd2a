package dev.linqroutes.sandbox.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.Line.ContactCard;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Says what changed about the account's lines and their contact cards, as events of the account (reference 0.5). Call it after the
 * change was committed.
 */
public final class AccountChangeEvents {
    private final Consumer<Event> publisher;
    private final boolean traceEverywhere;

    /** @param traceEverywhere whether events for which Linq does not promise it have the trace id of their request */
    public AccountChangeEvents(Consumer<Event> publisher, boolean traceEverywhere) {
        this.publisher = publisher;
        this.traceEverywhere = traceEverywhere;
    }

    public void forwardingUpdated(Line before, Line after, ApiRequest request) {
        ObjectNode data = JsonTrees.object().put("phone_number", after.number());
        data.set(
                "change",
                change(
                        JsonTrees.textOrNull(before.forwardingNumber()),
                        JsonTrees.textOrNull(after.forwardingNumber())));
        publish("phone_number.forwarding_updated", "Call forwarding updated", data, request);
    }

    public void cardCreated(Line line, ApiRequest request) {
        publish("contact_card.created", "Contact card created", about(line), request);
    }

    public void cardDeleted(Line line, ApiRequest request) {
        publish("contact_card.deleted", "Contact card deleted", about(line), request);
    }

    /** Nothing is published when nothing changed. */
    public void cardUpdated(Line before, Line after, ApiRequest request) {
        ContactCard old = before.card().orElseThrow();
        ContactCard card = after.card().orElseThrow();
        ObjectNode change = JsonTrees.object();
        addChange(change, "first_name", Optional.of(old.firstName()), Optional.of(card.firstName()));
        addChange(change, "last_name", old.lastName(), card.lastName());
        addChange(change, "image_url", old.imageUrl(), card.imageUrl());
        if (!change.isEmpty()) {
            ObjectNode data = about(after);
            data.set("change", change);
            publish("contact_card.updated", "Contact card updated", data, request);
        }
    }

    private static void addChange(ObjectNode change, String name, Optional<String> from, Optional<String> to) {
        if (!from.equals(to)) {
            change.set(name, change(JsonTrees.textOrNull(from), JsonTrees.textOrNull(to)));
        }
    }

    private static ObjectNode about(Line line) {
        ContactCard card = line.card().orElseThrow();
        ObjectNode data = JsonTrees.object().put("phone_number", line.number());
        // A line has one card at a time, so the line's id identifies it.
        ObjectNode view = data.putObject("contact_card").put("id", line.id()).put("first_name", card.firstName());
        view.set("last_name", JsonTrees.textOrNull(card.lastName()));
        view.set("image_url", JsonTrees.textOrNull(card.imageUrl()));
        return data;
    }

    static ObjectNode change(JsonNode from, JsonNode to) {
        ObjectNode change = JsonTrees.object();
        change.set("from", from);
        change.set("to", to);
        return change;
    }

    /** The shape of all events of the account. All changes come from the API, so no name of anybody is in the event. */
    void publish(String type, String summary, ObjectNode about, ApiRequest request) {
        ObjectNode data = JsonTrees.object()
                .put("summary", summary)
                .put("occurred_at", request.at().toString());
        data.putObject("actor").put("type", "api");
        data.put("origin", "api").setAll(about);
        Optional<String> traceId = Optional.of(request.traceId()).filter(id -> traceEverywhere);
        publisher.accept(Event.of(type, Optional.empty(), traceId, request.at(), () -> data));
    }
}
