package dev.linqroutes.doctor;

import dev.linqroutes.app.Settings;
import dev.linqroutes.subscribe.CallbackUrl;
import dev.linqroutes.subscribe.DesiredSubscription;
import dev.linqroutes.subscribe.LinqApiClient;
import dev.linqroutes.subscribe.LinqRequestFailed;
import dev.linqroutes.subscribe.Subscriber;
import dev.linqroutes.subscribe.SubscriptionClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether Linq's events arrive: the subscription, its secret, and the public URL as seen from this machine. */
final class WebhookExamination implements Examination {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int NOT_SIGNED = 401;

    private final Settings settings;
    private final LinqApiClient linq;

    WebhookExamination(Settings settings, LinqApiClient linq) {
        this.settings = settings;
        this.linq = linq;
    }

    @Override
    public String area() {
        return "webhooks";
    }

    @Override
    public List<Finding> examine() throws InterruptedException {
        Optional<CallbackUrl> callback = settings.publicUrl();
        if (callback.isEmpty()) {
            return List.of(Finding.warning(
                    area(),
                    "LINQ_WEBHOOK_PUBLIC_URL is not set, so the subscription is not examined; without webhooks commands are"
                            + " confirmed by reading, minutes later, and no events are published",
                    "set it to the address by which Linq reaches this program, and run subscribe"));
        }
        return List.of(examineSubscription(callback.get()), probe(callback.get()));
    }

    private Finding examineSubscription(CallbackUrl callback) {
        List<String> told = new ArrayList<>();
        try {
            SubscriptionClient subscriptions = new SubscriptionClient(linq);
            DesiredSubscription desired =
                    new DesiredSubscription(callback, subscriptions.readOfferedEvents(), Set.of(), Set.of());
            boolean complete = new Subscriber(
                            subscriptions,
                            desired,
                            settings.lines().keySet(),
                            settings.list("linq.webhook.secret"),
                            told::add)
                    .check();
            if (complete) {
                return Finding.ok(
                        area(),
                        "Linq sends all events that are needed to " + callback
                                + describeNew(desired.newEvents(desired.findIn(subscriptions.readAll()))));
            }
            List<String> missing = told.subList(told.indexOf("Missing:") + 1, told.size());
            return Finding.problem(
                    area(),
                    String.join("; ", missing.stream().map(String::strip).toList()),
                    "run subscribe");
        } catch (LinqRequestFailed e) {
            return Finding.problem(area(), "the subscription cannot be read: " + e.getMessage(), "see linq above");
        }
    }

    private static String describeNew(Set<String> types) {
        return types.isEmpty()
                ? ""
                : "; it also offers types that this version does not know: " + String.join(", ", types);
    }

    /** Without a signature, so that the program refuses it: the answer shows that it came through. */
    private Finding probe(CallbackUrl callback) throws InterruptedException {
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(callback.url()))
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofString("{}"))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status == NOT_SIGNED) {
                return Finding.ok(area(), callback.url() + " leads here: it refuses what is not signed (401)");
            }
            return Finding.warning(
                    area(),
                    callback.url() + " answers " + status + " to a request without signature; this program answers 401",
                    "if the program is running, check that the proxy passes POST requests on unchanged, without login or"
                            + " redirect");
        } catch (IOException e) {
            return Finding.warning(
                    area(),
                    callback.url() + " cannot be reached from this machine: " + e,
                    "if the program is running, check name, certificate, proxy and firewall; some networks do not let a"
                            + " machine reach its own public address");
        }
    }
}
