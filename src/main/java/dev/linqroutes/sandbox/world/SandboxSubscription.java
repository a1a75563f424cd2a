package dev.linqroutes.sandbox.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A webhook subscription (reference 2.14).
 *
 * @param lines the lines whose events it gets; empty for all
 * @param secret signs the webhooks; returned only in the response to the create
 */
public record SandboxSubscription(
        String id,
        String targetUrl,
        List<String> events,
        List<String> lines,
        boolean isActive,
        String secret,
        Instant createdAt,
        Instant updatedAt) {
    private static final SecureRandom RANDOM = new SecureRandom();

    public static String newSecret() {
        byte[] key = new byte[32];
        RANDOM.nextBytes(key);
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }

    public boolean wants(String event, String line) {
        return isActive && events.contains(event) && (lines.isEmpty() || lines.contains(line));
    }

    /** The target URL without its query, which may contain secrets; for logs and pages. */
    public String address() {
        return targetUrl.replaceAll("[?#].*", "");
    }

    public ObjectNode view() {
        ObjectNode view = JsonTrees.object().put("id", id).put("target_url", targetUrl);
        view.set("subscribed_events", JsonTrees.texts(events));
        view.set("phone_numbers", JsonTrees.texts(lines));
        return view.put("is_active", isActive)
                .put("created_at", createdAt.toString())
                .put("updated_at", updatedAt.toString());
    }

    public ObjectNode viewWithSecret() {
        return view().put("signing_secret", secret);
    }

    static SandboxSubscription read(JsonNode json) {
        return new SandboxSubscription(
                json.required("id").textValue(),
                json.required("target_url").textValue(),
                texts(json.required("subscribed_events")),
                texts(json.required("phone_numbers")),
                json.required("is_active").booleanValue(),
                json.required("signing_secret").textValue(),
                JsonTrees.instant(json, "created_at"),
                JsonTrees.instant(json, "updated_at"));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.textValue()));
        return List.copyOf(texts);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Subscription[" + id + " " + address() + "]";
    }
}
