package dev.linqroutes.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.app.Application;
import dev.linqroutes.app.Settings;
import dev.linqroutes.subscribe.CallbackUrl;
import dev.linqroutes.subscribe.DesiredSubscription;
import dev.linqroutes.subscribe.LinqApiClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What `doctor` says of the subscription. */
class WebhookExaminationTest {
    private static final String NEW = "message.translated";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> offered = new LinkedHashSet<>();
    private final Set<String> subscribed = new LinkedHashSet<>();
    private String callback;
    private HttpServer linq;
    private Application application;

    @BeforeEach
    void start() throws Exception {
        callback = "https://127.0.0.1:" + closedPort() + "/webhooks/linq?version=2026-02-03";
        Set<String> needed =
                new DesiredSubscription(CallbackUrl.parse(callback), Optional.empty(), Set.of(), Set.of()).events();
        offered.addAll(needed);
        subscribed.addAll(needed);
        linq = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/webhook-events", () -> Map.of("events", offered));
        answer(
                "/webhook-subscriptions",
                () -> Map.of(
                        "subscriptions",
                        List.of(Map.of(
                                "id",
                                "sub-1",
                                "target_url",
                                callback,
                                "subscribed_events",
                                subscribed,
                                "is_active",
                                true))));
        linq.start();
        application = Application.startWithoutRoutes(Map.of(
                "linq.from",
                "",
                "linq.webhook.public-url",
                callback,
                "linq.webhook.secret",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }

    @AfterEach
    void stop() {
        application.close();
        linq.stop(0);
    }

    @Test
    void a_complete_subscription_says_nothing_of_types_while_linq_offers_no_new_ones() throws Exception {
        assertThat(subscription().status()).isEqualTo(Finding.Status.OK);
        assertThat(subscription().text()).doesNotContain("does not know");
    }

    @Test
    void a_type_that_this_version_does_not_know_is_told_and_is_no_problem() throws Exception {
        offered.add(NEW);

        assertThat(subscription().status()).isEqualTo(Finding.Status.OK);
        assertThat(subscription().text()).endsWith("; it also offers types that this version does not know: " + NEW);
    }

    @Test
    void a_new_type_that_is_subscribed_already_is_not_told() throws Exception {
        offered.add(NEW);
        subscribed.add(NEW);

        assertThat(subscription().text()).doesNotContain("does not know");
    }

    @Test
    void a_needed_type_that_is_not_subscribed_is_a_problem() throws Exception {
        subscribed.remove("message.failed");

        assertThat(subscription().status()).isEqualTo(Finding.Status.PROBLEM);
        assertThat(subscription().text()).contains("message.failed");
    }

    private Finding subscription() throws InterruptedException {
        String url = "http://127.0.0.1:" + linq.getAddress().getPort();
        return new WebhookExamination(
                        new Settings(application.context()), new LinqApiClient(application.context(), url, "test-key"))
                .examine()
                .get(0);
    }

    private interface Answer {
        Map<String, Object> get();
    }

    private void answer(String path, Answer answer) {
        linq.createContext(path, exchange -> {
            byte[] body = JSON.writeValueAsBytes(answer.get());
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
