package dev.linqroutes.sandbox.delivery;

import dev.linqroutes.sandbox.account.SandboxSubscription;
import dev.linqroutes.sandbox.account.Timeline;
import dev.linqroutes.sandbox.account.WebhookDelivery;
import dev.linqroutes.sandbox.account.WebhookVersion;
import dev.linqroutes.sandbox.events.Event;
import dev.linqroutes.sandbox.faults.BoundedMap;
import dev.linqroutes.sandbox.faults.Fault;
import dev.linqroutes.sandbox.faults.FaultInjector;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Loses, doubles, delays, reorders and wrongly signs webhooks that faults strike. */
final class FaultyDeliveries {
    /** A webhook that nothing overtakes is sent after this. */
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(30);

    /** A webhook whose overtaker is not answered is sent after this. */
    private static final Duration LONGEST_OVERTAKING = Duration.ofSeconds(2);

    private static final int MAX_WRONGLY_SIGNED = 1_000;

    private final WebhookDispatcher dispatcher;
    private final Timeline timeline;
    private final FaultInjector faults;

    /** Ids of webhooks that wait for the next one, by subscription. */
    private final Map<String, String> waitingForNext = new HashMap<>();

    /** Ids of webhooks by the one that overtakes them, which is under way. */
    private final Map<String, String> overtaken = new HashMap<>();

    private final Set<String> wronglySigned = Collections.newSetFromMap(new BoundedMap<>(MAX_WRONGLY_SIGNED));

    FaultyDeliveries(WebhookDispatcher dispatcher, Timeline timeline, FaultInjector faults) {
        this.dispatcher = dispatcher;
        this.timeline = timeline;
        this.faults = faults;
    }

    long newJitterSeed() {
        return faults.newJitterSeed();
    }

    Optional<Fault> strike(SandboxSubscription subscription, Event event) {
        return faults.strikeWebhook(fault -> switch (fault) {
            case WEBHOOK_REORDERED -> !waitingForNext.containsKey(subscription.id());
            case WEBHOOK_OLD_VERSION ->
                subscription.version() != WebhookVersion.BEFORE_2026
                        && event.versions().contains(WebhookVersion.BEFORE_2026);
            default -> true;
        });
    }

    /** How long a webhook is held, also beyond a restart of the sandbox. */
    private Optional<Duration> hold(Fault fault) {
        return switch (fault) {
            case WEBHOOK_LATE -> Optional.of(faults.webhookDelay());
            case WEBHOOK_REORDERED -> Optional.of(LONGEST_HOLD);
            default -> Optional.empty();
        };
    }

    /** Queues a webhook and sends it as its fault wants it. */
    void send(WebhookDelivery made, Optional<Fault> fault) {
        WebhookDelivery webhook = fault.flatMap(this::hold)
                .map(time -> made.heldUntil(timeline.now().plus(time)))
                .orElse(made);
        faults.causes().begin(webhook.id());
        dispatcher.queue(webhook);
        if (fault.isEmpty()) {
            sendAsNext(webhook);
            return;
        }
        switch (fault.get()) {
            case WEBHOOK_LOST -> dispatcher.recordLost(webhook, "The fault webhook_lost struck it");
            case WEBHOOK_LATE -> dispatcher.sendWhenDue(webhook);
            case WEBHOOK_REORDERED -> {
                String subscription = webhook.subscriptionId();
                String id = webhook.id();
                waitingForNext.put(subscription, id);
                timeline.after(LONGEST_HOLD, () -> sendIfWaiting(subscription, id));
            }
            case WEBHOOK_DOUBLED -> {
                sendAsNext(webhook);
                faults.causes().begin(dispatcher.sendAgain(webhook).id());
            }
            case WEBHOOK_WRONG_SIGNATURE -> {
                wronglySigned.add(webhook.id());
                sendAsNext(webhook);
            }
            default -> sendAsNext(webhook);
        }
    }

    private void sendAsNext(WebhookDelivery webhook) {
        String waiting = waitingForNext.remove(webhook.subscriptionId());
        if (waiting != null) {
            String id = webhook.id();
            overtaken.put(id, waiting);
            timeline.after(LONGEST_OVERTAKING, () -> sendOvertakenBy(id));
        }
        dispatcher.sendNow(webhook);
    }

    private void sendIfWaiting(String subscription, String id) {
        if (waitingForNext.remove(subscription, id)) {
            dispatcher.findUndelivered(id).ifPresent(dispatcher::sendNow);
        }
    }

    private void sendOvertakenBy(String id) {
        Optional.ofNullable(overtaken.remove(id))
                .flatMap(dispatcher::findUndelivered)
                .ifPresent(dispatcher::sendNow);
    }

    /** The webhook was answered for good, or cannot be sent. */
    void done(WebhookDelivery webhook) {
        sendOvertakenBy(webhook.id());
        faults.causes().end(webhook.id());
    }

    /** What the signatures of the next attempt are made of: for a wrong one not the body, and only at the first attempt. */
    String textToSign(WebhookDelivery webhook) {
        return wronglySigned.remove(webhook.id()) ? webhook.body() + " " : webhook.body();
    }
}
