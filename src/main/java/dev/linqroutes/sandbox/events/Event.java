package dev.linqroutes.sandbox.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.WebhookVersion;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Something that happened.
 *
 * @param line the line it happened on; empty for events of the account, which every subscription can get
 * @param traceId of the request that caused it, where Linq promises that (reference 1.2)
 * @param data made only for subscriptions that want it
 * @param versions of webhooks that have this event (reference 4.1)
 */
public record Event(
        String type,
        Optional<String> line,
        Optional<String> traceId,
        Instant at,
        Function<WebhookVersion, ObjectNode> data,
        Set<WebhookVersion> versions) {
    private static final Set<WebhookVersion> ALL_VERSIONS = EnumSet.allOf(WebhookVersion.class);

    /** Of a shape that both versions share. */
    static Event of(
            String type, Optional<String> line, Optional<String> traceId, Instant at, Supplier<ObjectNode> data) {
        return new Event(type, line, traceId, at, version -> data.get(), ALL_VERSIONS);
    }
}
