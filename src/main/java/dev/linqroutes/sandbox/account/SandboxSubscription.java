package dev.linqroutes.sandbox.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A webhook subscription (reference 2.14).
 *
 * @param version of its webhooks, as the target URL asks for
 * @param lines the lines whose events it gets; empty for all
 * @param routing headers for a load balancer (reference 0.9)
 * @param secret signs the webhooks; returned only in the response to the create
 */
public record SandboxSubscription(
        String id,
        String targetUrl,
        WebhookVersion version,
        List<String> events,
        List<String> lines,
        Routing routing,
        boolean isActive,
        String secret,
        Instant createdAt,
        Instant updatedAt) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Names of headers that let a balancer send all webhooks of a chat to one instance.
     *
     * @param keyHeader carries a token of the chat; empty for none
     * @param idHeader carries the chat's id, while there is a key header
     */
    public record Routing(Optional<String> keyHeader, String idHeader) {
        private static final String STANDARD_ID_HEADER = "Linq-Chat-Id";

        public static Routing of(Optional<String> keyHeader, Optional<String> idHeader) {
            return new Routing(keyHeader, idHeader.orElse(STANDARD_ID_HEADER));
        }
    }

    public static String newSecret() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    /** @param line the event's line; empty for events of the account */
    public boolean wants(String event, Optional<String> line) {
        return isActive
                && events.contains(event)
                && (lines.isEmpty()
                        || line.filter(number -> !lines.contains(number)).isEmpty());
    }

    /** The target URL without what may be secret: credentials, query and fragment; for events (reference 0.5), logs and pages. */
    public String publicUrl() {
        return targetUrl.replaceAll("[?#].*", "").replaceFirst("//[^/]*@", "//");
    }

    public ObjectNode view() {
        ObjectNode view = JsonTrees.object().put("id", id).put("target_url", targetUrl);
        view.set("subscribed_events", JsonTrees.texts(events));
        view.set("phone_numbers", JsonTrees.texts(lines));
        view.set("routing_key_header", JsonTrees.textOrNull(routing.keyHeader()));
        view.set("routing_id_header", JsonTrees.textOrNull(routing.keyHeader().map(header -> routing.idHeader())));
        return view.put("is_active", isActive)
                .put("created_at", createdAt.toString())
                .put("updated_at", updatedAt.toString());
    }

    public ObjectNode viewWithSecret() {
        return view().put("signing_secret", secret);
    }

    static SandboxSubscription read(JsonNode json) {
        String targetUrl = json.required("target_url").textValue();
        return new SandboxSubscription(
                json.required("id").textValue(),
                targetUrl,
                WebhookVersion.of(URI.create(targetUrl)).orElseThrow(),
                texts(json.required("subscribed_events")),
                texts(json.required("phone_numbers")),
                Routing.of(JsonTrees.text(json, "routing_key_header"), JsonTrees.text(json, "routing_id_header")),
                json.required("is_active").booleanValue(),
                json.required("signing_secret").textValue(),
                JsonTrees.instant(json, "created_at"),
                JsonTrees.instant(json, "updated_at"));
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::textValue).toList();
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Subscription[" + id + " " + publicUrl() + "]";
    }
}
