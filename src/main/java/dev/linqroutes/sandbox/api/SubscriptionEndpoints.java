package dev.linqroutes.sandbox.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.Account;
import dev.linqroutes.sandbox.account.AccountChange;
import dev.linqroutes.sandbox.account.Line;
import dev.linqroutes.sandbox.account.SandboxSubscription;
import dev.linqroutes.sandbox.account.WebhookVersion;
import dev.linqroutes.sandbox.delivery.TargetUrlCheck;
import dev.linqroutes.sandbox.delivery.WebhookDispatcher;
import dev.linqroutes.sandbox.events.EventTypes;
import dev.linqroutes.sandbox.events.SubscriptionEvents;
import dev.linqroutes.sandbox.http.ApiError;
import dev.linqroutes.sandbox.http.ApiRequest;
import dev.linqroutes.sandbox.http.ApiResponse;
import dev.linqroutes.sandbox.http.JsonFields;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.sandbox.http.SecretMask;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Webhook subscriptions (reference 2.14). */
public final class SubscriptionEndpoints {
    /** More than programs have; each event looks at all. */
    private static final int MAX_SUBSCRIPTIONS = 100;

    private final Account account;
    private final WebhookDispatcher deliveries;
    private final SubscriptionEvents published;
    private final TargetUrlCheck targets;

    SubscriptionEndpoints(
            Account account, WebhookDispatcher deliveries, SubscriptionEvents published, TargetUrlCheck targets) {
        this.account = account;
        this.deliveries = deliveries;
        this.published = published;
        this.targets = targets;
    }

    ApiResponse events(ApiRequest request) {
        ObjectNode answer = JsonTrees.object();
        answer.set("events", JsonTrees.texts(EventTypes.ALL));
        return ApiResponse.ok(answer.put("doc_url", "https://docs.linqapp.com/guides/webhooks"));
    }

    ApiResponse create(ApiRequest request) {
        if (account.subscriptions().size() >= MAX_SUBSCRIPTIONS) {
            throw ApiError.invalidValue("There are " + MAX_SUBSCRIPTIONS + " subscriptions; delete one first");
        }
        JsonFields body = request.body();
        String targetUrl = body.text("target_url");
        SandboxSubscription subscription = new SandboxSubscription(
                UUID.randomUUID().toString(),
                targetUrl,
                requireTarget(targetUrl),
                types(body.texts("subscribed_events")),
                lines(body),
                RoutingHeaderReader.read(body, Optional.empty()),
                true,
                SandboxSubscription.newSecret(),
                request.at(),
                request.at());
        account.commit(new AccountChange.SubscriptionSaved(subscription));
        published.created(subscription, request);
        return ApiResponse.created(subscription.viewWithSecret());
    }

    ApiResponse list(ApiRequest request) {
        ObjectNode answer = JsonTrees.object();
        answer.set("subscriptions", JsonTrees.array(account.subscriptions().values(), SandboxSubscription::view));
        return ApiResponse.ok(answer);
    }

    /** For pages: of the target URLs, what may be secret is hidden. */
    ApiResponse show(ApiRequest request) {
        ApiResponse all = list(request);
        all.body().ifPresent(SecretMask::json);
        return all;
    }

    ApiResponse read(ApiRequest request) {
        return ApiResponse.ok(account.requireSubscription(request.id()).view());
    }

    /** Omitted fields are unchanged, and so is the secret. A target that stays was checked by its create. */
    ApiResponse update(ApiRequest request) {
        SandboxSubscription before = account.requireSubscription(request.id());
        JsonFields body = request.body();
        String targetUrl = body.optionalText("target_url").orElse(before.targetUrl());
        SandboxSubscription after = new SandboxSubscription(
                before.id(),
                targetUrl,
                targetUrl.equals(before.targetUrl()) ? before.version() : requireTarget(targetUrl),
                body.optionalTexts("subscribed_events")
                        .map(SubscriptionEndpoints::types)
                        .orElse(before.events()),
                body.mentions("phone_numbers") ? lines(body) : before.lines(),
                RoutingHeaderReader.read(body, Optional.of(before.routing())),
                body.optionalFlag("is_active").orElse(before.isActive()),
                before.secret(),
                before.createdAt(),
                request.at());
        account.commit(new AccountChange.SubscriptionSaved(after));
        published.updated(before, after, request);
        return ApiResponse.ok(after.view());
    }

    ApiResponse delete(ApiRequest request) {
        SandboxSubscription subscription = account.requireSubscription(request.id());
        account.commit(new AccountChange.SubscriptionDeleted(subscription.id()));
        deliveries.stop(subscription);
        published.deleted(subscription, request);
        return ApiResponse.noContent();
    }

    /** @return the version that it asks for */
    private WebhookVersion requireTarget(String url) {
        WebhookVersion version = targets.requireReachable(url);
        boolean taken = account.subscriptions().values().stream()
                .anyMatch(other -> other.targetUrl().equals(url));
        if (taken) {
            // The reference requires uniqueness, but documents no error for a duplicate.
            throw ApiError.invalidValue("'target_url' has a subscription already");
        }
        return version;
    }

    private static List<String> types(List<String> types) {
        if (types.isEmpty()) {
            throw ApiError.invalidValue("'subscribed_events' must not be empty");
        }
        types.stream()
                .filter(type -> !EventTypes.ALL.contains(type))
                .findFirst()
                .ifPresent(type -> {
                    throw ApiError.invalidValue("There is no event '" + type + "'");
                });
        return List.copyOf(new LinkedHashSet<>(types));
    }

    private List<String> lines(JsonFields body) {
        List<String> lines = body.optionalTexts("phone_numbers").orElse(List.of());
        if (!account.lines().stream().map(Line::number).toList().containsAll(lines)) {
            throw ApiError.invalidValue("'phone_numbers' must be your lines");
        }
        return List.copyOf(lines);
    }
}
