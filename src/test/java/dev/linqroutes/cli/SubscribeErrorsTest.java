package dev.linqroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of Linq that the sandbox does not give. */
class SubscribeErrorsTest {
    private static final String LIST = "GET /webhook-subscriptions";
    private static final String CREATE = "POST /webhook-subscriptions";
    private static final String EVENTS = "GET /webhook-events";
    private static final String NONE = "{\"subscriptions\": null}";
    private static final String THERE =
            """
            {"subscriptions": [{"id": "sub-1", "target_url": "https://chat.example.com/webhooks/linq?version=2026-02-03",
             "subscribed_events": ["message.sent"], "is_active": null, "phone_numbers": null}]}""";

    /** The connection is closed without a response. */
    private static final Response NO_RESPONSE = new Response(0, "");

    private final Map<String, Deque<Response>> responses = new HashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer linq;
    private SubscribeCommandRig command;

    private record Response(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        linq = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        linq.createContext("/v3", this::respond);
        linq.start();
        command = new SubscribeCommandRig(
                "http://127.0.0.1:" + linq.getAddress().getPort() + "/v3", "https://chat.example.com");
        given(LIST, 200, NONE);
        given(EVENTS, 200, "{\"events\": [\"message.sent\"]}");
    }

    @AfterEach
    void stop() {
        command.close();
        linq.stop(0);
    }

    @Test
    void without_a_list_of_event_types_the_known_ones_are_subscribed() {
        given(EVENTS, 404, "{}");
        given(
                CREATE,
                201,
                "{\"id\": \"sub-1\", \"target_url\": \"https://a.example\", \"signing_secret\": \"whsec_bmV3\"}");

        assertThat(command.run(0)).contains("LINQ_WEBHOOK_SECRET=whsec_bmV3\n").contains(", 48 event types");
        assertThat(requests).anyMatch(call -> call.startsWith(CREATE) && call.contains("\"message.edited\""));
    }

    @Test
    void a_failure_to_list_event_types_fails_the_command() {
        given(EVENTS, 500, "{\"error\": {\"code\": 3006, \"message\": \"Internal error\"}}");

        command.run(1);
        assertThat(command.errors())
                .contains("Linq rejected GET /webhook-events: Internal error (HTTP 500, code 3006)");
        assertThat(requests).noneMatch(call -> call.startsWith("POST"));
    }

    @Test
    void a_subscription_with_an_older_version_is_updated_and_not_duplicated() {
        given(LIST, 200, THERE.replace("2026-02-03", "2025-01-01"));
        given("PUT /webhook-subscriptions/sub-1", 200, "{}");

        assertThat(command.run(0)).contains(": version 2026-02-03 instead of 2025-01-01\n");
        assertThat(requests)
                .endsWith("PUT /webhook-subscriptions/sub-1"
                        + " {\"target_url\":\"https://chat.example.com/webhooks/linq?version=2026-02-03\"}")
                .noneMatch(call -> call.startsWith("POST"));
    }

    @Test
    void missing_fields_get_linqs_defaults() {
        given(
                LIST,
                200,
                """
                {"subscriptions": [null, {}, {"id": "x"}, {"id": "y", "target_url": "no address"},
                  {"id": "sub-1", "target_url": "https://chat.example.com/webhooks/linq?version=2026-02-03",
                   "subscribed_events": ["message.sent", "message.failed", null], "phone_numbers": null, "is_active": null}]}""");

        assertThat(command.run(0))
                .startsWith("unchanged: sub-1")
                .contains("note: message.read is neither subscribed nor offered by Linq")
                .doesNotContain("note: message.failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409})
    void a_concurrent_subscribe_is_reported(int refused) {
        thenGiven(LIST, 200, THERE);
        given(CREATE, refused, "{\"error\": {\"code\": 1005, \"message\": \"taken\"}}");

        command.run(1);
        assertThat(command.errors()).contains("another client has just subscribed to https://chat.example.com/");
    }

    @Test
    void another_rejection_is_reported_with_linqs_message() {
        given(CREATE, 409, "{\"error\": {\"code\": 2015, \"message\": \"Not now\"}, \"trace_id\": \"t1\"}");

        command.run(1);
        assertThat(command.errors())
                .contains("Linq rejected POST /webhook-subscriptions: Not now (HTTP 409, code 2015, trace t1)");
    }

    @Test
    void a_response_without_a_secret_is_reported_with_a_remedy() {
        given(
                CREATE,
                201,
                "{\"id\": \"sub-1\", \"target_url\": \"https://chat.example.com\", \"signing_secret\": null}");

        assertThat(command.run(1))
                .contains("sub-1, but Linq returned no secret")
                .contains("Delete the subscription and subscribe again: DELETE http://127.0.0.1:")
                .contains("/v3/webhook-subscriptions/sub-1");
    }

    @Test
    void a_lost_response_to_a_create_is_not_retried_and_is_reported() {
        responses.put(CREATE, new ArrayDeque<>(List.of(NO_RESPONSE)));

        command.run(1);
        assertThat(command.errors())
                .contains("no response from Linq at http://127.0.0.1:")
                .contains("may have been created, but its secret is lost");
        assertThat(requests).filteredOn(call -> call.startsWith(CREATE)).hasSize(1);
    }

    @Test
    void a_gateways_page_is_not_accepted_as_a_response() {
        given(LIST, 200, "<html>It works!</html>");
        command.run(1, "--check");
        assertThat(command.errors())
                .contains("the response to GET /webhook-subscriptions is not from Linq (HTTP 200)")
                .contains("check the address http://127.0.0.1:");
    }

    @Test
    void an_error_within_200_is_an_error() {
        given(CREATE, 200, "{\"success\": false, \"error\": {\"code\": 3006, \"message\": \"Internal error\"}}");

        command.run(1);
        assertThat(command.errors())
                .contains("Internal error (HTTP 200, code 3006)")
                .contains("may have been created");
    }

    @Test
    void a_redirect_is_not_followed_with_the_key() {
        given(LIST, 302, "");

        command.run(1);
        assertThat(command.errors()).contains("(HTTP 302)");
        assertThat(requests).containsExactly(EVENTS + " ", LIST + " ");
    }

    /** Replaces the responses to a call. */
    private void given(String call, int status, String body) {
        responses.put(call, new ArrayDeque<>(List.of(new Response(status, body))));
    }

    private void thenGiven(String call, int status, String body) {
        responses.get(call).add(new Response(status, body));
    }

    /** Sends the responses to a call in order, and repeats the last one. */
    private void respond(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath().substring("/v3".length());
        requests.add(call + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Deque<Response> queue = responses.get(call);
        Response response = queue.size() > 1 ? queue.poll() : queue.peek();
        if (response != NO_RESPONSE) {
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/v3/elsewhere");
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
