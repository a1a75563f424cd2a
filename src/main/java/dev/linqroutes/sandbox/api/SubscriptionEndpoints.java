package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.delivery.EventPublisher;
import dev.linqroutes.sandbox.delivery.WebhookDispatcher;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.world.SandboxOptions;
import dev.linqroutes.sandbox.world.SandboxSubscription;
import dev.linqroutes.sandbox.world.World;
import dev.linqroutes.sandbox.world.WorldChange;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Webhook subscriptions (reference 2.14). */
public final class SubscriptionEndpoints {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");
    private static final Pattern VERSION = Pattern.compile("(?:^|&)version=([^&]*)");
    private final World world;
    private final SandboxOptions options;
    private final WebhookDispatcher deliveries;

    public SubscriptionEndpoints(World world, SandboxOptions options, WebhookDispatcher deliveries) {
        this.world = world;
        this.options = options;
        this.deliveries = deliveries;
    }

    ApiResponse events(ApiRequest request) {
        ObjectNode answer = JsonTrees.object();
        answer.set("events", JsonTrees.texts(EventPublisher.TYPES));
        return ApiResponse.ok(answer.put("doc_url", "https://docs.linqapp.com/guides/webhooks"));
    }

    ApiResponse create(ApiRequest request) {
        JsonFields body = request.body();
        SandboxSubscription subscription = new SandboxSubscription(
                UUID.randomUUID().toString(),
                targetUrl(body.text("target_url"), Optional.empty()),
                types(body.texts("subscribed_events")),
                lines(body),
                true,
                SandboxSubscription.newSecret(),
                request.at(),
                request.at());
        world.commit(new WorldChange.SubscriptionSaved(subscription));
        return ApiResponse.created(subscription.viewWithSecret());
    }

    ApiResponse list(ApiRequest request) {
        ObjectNode answer = JsonTrees.object();
        answer.set("subscriptions", JsonTrees.array(world.subscriptions().values(), SandboxSubscription::view));
        return ApiResponse.ok(answer);
    }

    ApiResponse read(ApiRequest request) {
        return ApiResponse.ok(world.requireSubscription(request.id()).view());
    }

    /** Omitted fields are unchanged, and so is the secret. */
    ApiResponse update(ApiRequest request) {
        SandboxSubscription before = world.requireSubscription(request.id());
        JsonFields body = request.body();
        SandboxSubscription after = new SandboxSubscription(
                before.id(),
                body.optionalText("target_url")
                        .map(url -> targetUrl(url, Optional.of(before)))
                        .orElse(before.targetUrl()),
                body.optionalTexts("subscribed_events")
                        .map(SubscriptionEndpoints::types)
                        .orElse(before.events()),
                body.node().has("phone_numbers") ? lines(body) : before.lines(),
                body.optionalFlag("is_active").orElse(before.isActive()),
                before.secret(),
                before.createdAt(),
                request.at());
        world.commit(new WorldChange.SubscriptionSaved(after));
        return ApiResponse.ok(after.view());
    }

    ApiResponse delete(ApiRequest request) {
        SandboxSubscription subscription = world.requireSubscription(request.id());
        world.commit(new WorldChange.SubscriptionDeleted(subscription.id()));
        deliveries.stop(subscription);
        return ApiResponse.noContent();
    }

    private String targetUrl(String url, Optional<SandboxSubscription> self) {
        requireReachable(url);
        boolean taken = world.subscriptions().values().stream()
                .filter(other -> self.filter(other::equals).isEmpty())
                .anyMatch(other -> other.targetUrl().equals(url));
        if (taken) {
            // The reference requires uniqueness, but documents no error for a duplicate.
            throw ApiError.invalidValue("'target_url' has a subscription already");
        }
        return url;
    }

    /** Linq requires https; the sandbox also allows local http without a certificate. */
    private static void requireReachable(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalidValue("'target_url' is not a URL");
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        boolean local = scheme.equals("http") && LOOPBACK.matcher(host).matches();
        if (host.isEmpty() || !local && !scheme.equals("https")) {
            throw ApiError.invalidValue("'target_url' must be https, or http on this host");
        }
        var version = VERSION.matcher(Optional.ofNullable(uri.getQuery()).orElse(""));
        if (version.find() && !version.group(1).equals(EventPublisher.VERSION)) {
            throw ApiError.invalidValue("The sandbox sends webhook version " + EventPublisher.VERSION + " only");
        }
    }

    private static List<String> types(List<String> types) {
        if (types.isEmpty()) {
            throw ApiError.invalidValue("'subscribed_events' must not be empty");
        }
        types.stream()
                .filter(type -> !EventPublisher.TYPES.contains(type))
                .findFirst()
                .ifPresent(type -> {
                    throw ApiError.invalidValue("There is no event '" + type + "'");
                });
        return List.copyOf(new LinkedHashSet<>(types));
    }

    private List<String> lines(JsonFields body) {
        List<String> lines = body.optionalTexts("phone_numbers").orElse(List.of());
        if (!options.lines().containsAll(lines)) {
            throw ApiError.invalidValue("'phone_numbers' must be your lines");
        }
        return List.copyOf(lines);
    }
}
