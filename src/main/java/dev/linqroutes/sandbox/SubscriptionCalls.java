package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Who gets webhooks (reference 2.14). */
final class SubscriptionCalls {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");
    private static final Pattern VERSION = Pattern.compile("(?:^|&)version=([^&]*)");
    private final World world;
    private final SandboxOptions options;
    private final Deliveries deliveries;

    SubscriptionCalls(World world, SandboxOptions options, Deliveries deliveries) {
        this.world = world;
        this.options = options;
        this.deliveries = deliveries;
    }

    Answer events(Request request) {
        ObjectNode answer = Json.object();
        answer.set("events", Json.texts(Events.TYPES));
        return Answer.ok(answer.put("doc_url", "https://docs.linqapp.com/guides/webhooks"));
    }

    Answer create(Request request) {
        Fields body = request.body();
        Subscription subscription = new Subscription(
                UUID.randomUUID().toString(),
                targetUrl(body.text("target_url"), Optional.empty()),
                types(body.texts("subscribed_events")),
                lines(body),
                true,
                Subscription.newSecret(),
                request.at(),
                request.at());
        world.commit(new Change.SubscriptionSaved(subscription));
        return Answer.created(subscription.viewWithSecret());
    }

    Answer list(Request request) {
        ObjectNode answer = Json.object();
        answer.set("subscriptions", Json.array(world.subscriptions().values(), Subscription::view));
        return Answer.ok(answer);
    }

    Answer read(Request request) {
        return Answer.ok(world.requireSubscription(request.id()).view());
    }

    /** What is left out keeps its value; the secret always does. */
    Answer update(Request request) {
        Subscription before = world.requireSubscription(request.id());
        Fields body = request.body();
        Subscription after = new Subscription(
                before.id(),
                body.optionalText("target_url")
                        .map(url -> targetUrl(url, Optional.of(before)))
                        .orElse(before.targetUrl()),
                body.optionalTexts("subscribed_events")
                        .map(SubscriptionCalls::types)
                        .orElse(before.events()),
                body.node().has("phone_numbers") ? lines(body) : before.lines(),
                body.optionalFlag("is_active").orElse(before.isActive()),
                before.secret(),
                before.createdAt(),
                request.at());
        world.commit(new Change.SubscriptionSaved(after));
        return Answer.ok(after.view());
    }

    Answer delete(Request request) {
        Subscription subscription = world.requireSubscription(request.id());
        world.commit(new Change.SubscriptionDeleted(subscription.id()));
        deliveries.forget(subscription);
        return Answer.noContent();
    }

    private String targetUrl(String url, Optional<Subscription> self) {
        requireReachable(url);
        boolean taken = world.subscriptions().values().stream()
                .filter(other -> self.filter(other::equals).isEmpty())
                .anyMatch(other -> other.targetUrl().equals(url));
        if (taken) {
            // The reference says that it must be unique, but not what a duplicate is answered with.
            throw Refusal.value("'target_url' has a subscription already");
        }
        return url;
    }

    /** Linq wants https; a sandbox must also reach what runs beside it without a certificate. */
    private static void requireReachable(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw Refusal.value("'target_url' is not a URL");
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        String host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
        boolean local = scheme.equals("http") && LOOPBACK.matcher(host).matches();
        if (host.isEmpty() || !local && !scheme.equals("https")) {
            throw Refusal.value("'target_url' must be https, or http on this host");
        }
        var version = VERSION.matcher(Optional.ofNullable(uri.getQuery()).orElse(""));
        if (version.find() && !version.group(1).equals(Events.VERSION)) {
            throw Refusal.value("The sandbox sends webhook version " + Events.VERSION + " only");
        }
    }

    private static List<String> types(List<String> types) {
        if (types.isEmpty()) {
            throw Refusal.value("'subscribed_events' must not be empty");
        }
        types.stream().filter(type -> !Events.TYPES.contains(type)).findFirst().ifPresent(type -> {
            throw Refusal.value("There is no event '" + type + "'");
        });
        return List.copyOf(new LinkedHashSet<>(types));
    }

    private List<String> lines(Fields body) {
        List<String> lines = body.optionalTexts("phone_numbers").orElse(List.of());
        if (!options.lines().containsAll(lines)) {
            throw Refusal.value("'phone_numbers' must be your lines");
        }
        return List.copyOf(lines);
    }
}
