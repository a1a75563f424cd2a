package dev.linqroutes.sandbox.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.account.WebhookDelivery;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** A webhook of one subscription with the attempts to deliver it. */
final class LoggedDelivery {
    private static final int BASE_WEIGHT = 500;

    /** Linq gives up after fewer. */
    private static final int MAX_ATTEMPTS = 50;

    private final WebhookDelivery webhook;
    private final String target;
    private final Instant at;
    private final List<Attempt> attempts = new ArrayList<>(1);
    private State state = State.WAITING;
    private Optional<Next> next = Optional.empty();
    private Optional<String> reason = Optional.empty();

    enum State {
        /** To be sent, or sent again. */
        WAITING,
        DELIVERED,
        /** The last attempt failed. */
        DROPPED,
        /** Not sent any more, since its subscription was deleted or switched off, or on purpose. */
        LOST;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param status empty when there was no answer, for the reason in {@code error} */
    record Attempt(Instant at, OptionalInt status, Optional<String> error, long millis) {
        private JsonNode view() {
            ObjectNode view = JsonTrees.object().put("at", at.toString());
            status.ifPresentOrElse(code -> view.put("status", code), () -> view.putNull("status"));
            view.set("error", JsonTrees.textOrNull(error));
            return view.put("millis", millis);
        }
    }

    /**
     * The next attempt.
     *
     * @param failed attempts before it, also those before a restart of the sandbox
     * @param left attempts, with this one
     */
    record Next(Instant at, int failed, int left) {
        private JsonNode view() {
            return JsonTrees.object()
                    .put("at", at.toString())
                    .put("failed", failed)
                    .put("left", left);
        }
    }

    /** @param target URL without what may be secret */
    LoggedDelivery(WebhookDelivery webhook, String target, Instant at) {
        this.webhook = webhook;
        this.target = target;
        this.at = at;
    }

    WebhookDelivery webhook() {
        return webhook;
    }

    State state() {
        return state;
    }

    void waitFor(Next attempt) {
        next = Optional.of(attempt);
    }

    void delivered() {
        become(State.DELIVERED);
    }

    /** @param why it is not tried any more */
    void end(State newState, String why) {
        become(newState);
        reason = Optional.of(why);
    }

    private void become(State newState) {
        state = newState;
        next = Optional.empty();
    }

    void add(Attempt attempt) {
        if (attempts.size() < MAX_ATTEMPTS) {
            attempts.add(attempt);
        }
    }

    long weight() {
        return BASE_WEIGHT + webhook.body().length();
    }

    boolean isAboutChat(String id) {
        return mentions(id) && webhook.chatId().filter(id::equalsIgnoreCase).isPresent();
    }

    boolean hasTrace(String id) {
        return mentions(id) && webhook.envelope().path("trace_id").asText().equalsIgnoreCase(id);
    }

    /** Saves parsing bodies that cannot match. */
    private boolean mentions(String id) {
        return webhook.body().contains(id.toLowerCase(Locale.ROOT));
    }

    ObjectNode view() {
        ObjectNode view = JsonTrees.object()
                .put("id", webhook.id())
                .put("event_type", webhook.eventType())
                .put("event_id", webhook.eventId())
                .put("subscription_id", webhook.subscriptionId())
                .put("target", target)
                .put("at", at.toString());
        view.set(
                "body",
                LoggedBody.of(webhook.body().getBytes(StandardCharsets.UTF_8)).view());
        view.put("state", state.text()).set("reason", JsonTrees.textOrNull(reason));
        next.ifPresentOrElse(attempt -> view.set("next_attempt", attempt.view()), () -> view.putNull("next_attempt"));
        view.set("attempts", JsonTrees.array(attempts, Attempt::view));
        return view;
    }
}
