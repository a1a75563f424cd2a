package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.util.Optional;

/**
 * What decides whether a person is reached. Everybody has iMessage until a test says otherwise.
 *
 * @param service the richest service that reaches the person; empty if none does
 * @param optedOut whether the person sent STOP in a direct chat (reference 2.15)
 * @param blocked whether the account blocked the handle (reference 2.13)
 */
public record Person(String handle, Optional<String> service, boolean optedOut, boolean blocked) {

    static Person unknown(String handle) {
        return new Person(handle, Optional.of(Services.IMESSAGE), false, false);
    }

    public Person withService(Optional<String> newService) {
        return new Person(handle, newService, optedOut, blocked);
    }

    public Person withOptedOut(boolean newOptedOut) {
        return new Person(handle, service, newOptedOut, blocked);
    }

    public Person withBlocked(boolean newBlocked) {
        return new Person(handle, service, optedOut, newBlocked);
    }

    public ObjectNode json() {
        ObjectNode json = JsonTrees.object().put("handle", handle);
        json.set("service", JsonTrees.textOrNull(service));
        return json.put("opted_out", optedOut).put("blocked", blocked);
    }

    static Person read(JsonNode json) {
        return new Person(
                json.required("handle").textValue(),
                JsonTrees.text(json, "service"),
                json.required("opted_out").booleanValue(),
                json.required("blocked").booleanValue());
    }
}
