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

/** A person subscribes while Linq answers as no sandbox does. */
class SubscribeErrorsTest {
    private static final String LIST = "GET /webhook-subscriptions";
    private static final String CREATE = "POST /webhook-subscriptions";
    private static final String EVENTS = "GET /webhook-events";
    private static final String NONE = "{\"subscriptions\": null}";
    private static final String THERE =
            """
            {"subscriptions": [{"id": "sub-1", "target_url": "https://chat.example.com/webhooks/linq?version=2026-02-03",
             "subscribed_events": ["message.sent"], "is_active": null, "phone_numbers": null}]}""";

    /** No answer: the connection is cut. */
    private static final Answer CUT = new Answer(0, "");

    private final Map<String, Deque<Answer>> answers = new HashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer linq;
    private SubscribeCommandRig command;

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        linq = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        linq.createContext("/v3", this::answer);
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
    void a_server_that_does_not_tell_its_event_types_is_asked_for_those_that_are_known() {
        given(EVENTS, 404, "{}");
        given(
                CREATE,
                201,
                "{\"id\": \"sub-1\", \"target_url\": \"https://a.example\", \"signing_secret\": \"whsec_bmV3\"}");

        assertThat(command.run(0)).contains("LINQ_WEBHOOK_SECRET=whsec_bmV3\n").contains(", 48 event types");
        assertThat(asked).anyMatch(call -> call.startsWith(CREATE) && call.contains("\"message.edited\""));
    }

    @Test
    void a_server_that_fails_to_tell_its_event_types_is_not_taken_for_one_that_has_none() {
        given(EVENTS, 500, "{\"error\": {\"code\": 3006, \"message\": \"Internal error\"}}");

        command.run(1);
        assertThat(command.errors()).contains("Linq refuses GET /webhook-events: Internal error (HTTP 500, code 3006)");
        assertThat(asked).noneMatch(call -> call.startsWith("POST"));
    }

    @Test
    void a_subscription_in_the_older_version_is_updated_and_not_doubled() {
        given(LIST, 200, THERE.replace("2026-02-03", "2025-01-01"));
        given("PUT /webhook-subscriptions/sub-1", 200, "{}");

        assertThat(command.run(0)).contains(": version 2026-02-03 instead of 2025-01-01\n");
        assertThat(asked)
                .endsWith("PUT /webhook-subscriptions/sub-1"
                        + " {\"target_url\":\"https://chat.example.com/webhooks/linq?version=2026-02-03\"}")
                .noneMatch(call -> call.startsWith("POST"));
    }

    @Test
    void fields_that_are_missing_or_null_are_taken_as_linqs_defaults() {
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
    void somebody_who_subscribes_at_the_same_time_is_told(int refused) {
        thenGiven(LIST, 200, THERE);
        given(CREATE, refused, "{\"error\": {\"code\": 1005, \"message\": \"taken\"}}");

        command.run(1);
        assertThat(command.errors()).contains("somebody else has just subscribed to https://chat.example.com/");
    }

    @Test
    void a_refusal_for_another_reason_is_told_as_it_is() {
        given(CREATE, 409, "{\"error\": {\"code\": 2015, \"message\": \"Not now\"}, \"trace_id\": \"t1\"}");

        command.run(1);
        assertThat(command.errors())
                .contains("Linq refuses POST /webhook-subscriptions: Not now (HTTP 409, code 2015, trace t1)");
    }

    @Test
    void an_answer_without_a_secret_says_what_to_do() {
        given(
                CREATE,
                201,
                "{\"id\": \"sub-1\", \"target_url\": \"https://chat.example.com\", \"signing_secret\": null}");

        assertThat(command.run(1))
                .contains("sub-1, but Linq gave no secret")
                .contains("Delete the subscription and subscribe again: DELETE http://127.0.0.1:")
                .contains("/v3/webhook-subscriptions/sub-1");
    }

    @Test
    void a_create_whose_answer_is_lost_may_have_made_a_subscription() {
        answers.put(CREATE, new ArrayDeque<>(List.of(CUT)));

        command.run(1);
        assertThat(command.errors())
                .contains("no answer from Linq at http://127.0.0.1:")
                .contains("may have been made all the same, and its secret is lost then");
        assertThat(asked).filteredOn(call -> call.startsWith(CREATE)).hasSize(1);
    }

    @Test
    void a_gateways_page_does_not_pass_for_an_answer() {
        given(LIST, 200, "<html>It works!</html>");
        command.run(1, "--check");
        assertThat(command.errors())
                .contains("the answer to GET /webhook-subscriptions is not Linq's (HTTP 200)")
                .contains("(LINQ_API_URL)?");
    }

    @Test
    void an_error_within_200_is_an_error() {
        given(CREATE, 200, "{\"success\": false, \"error\": {\"code\": 3006, \"message\": \"Internal error\"}}");

        command.run(1);
        assertThat(command.errors())
                .contains("Internal error (HTTP 200, code 3006)")
                .contains("may have been made");
    }

    @Test
    void a_redirect_is_not_followed_with_the_key() {
        given(LIST, 302, "");

        command.run(1);
        assertThat(command.errors()).contains("(HTTP 302)");
        assertThat(asked).containsExactly(LIST + " ");
    }

    /** Instead of what was given before. */
    private void given(String call, int status, String body) {
        answers.put(call, new ArrayDeque<>(List.of(new Answer(status, body))));
    }

    private void thenGiven(String call, int status, String body) {
        answers.get(call).add(new Answer(status, body));
    }

    /** The answers to a call in their order, the last one again and again. */
    private void answer(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath().substring("/v3".length());
        asked.add(call + " " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Deque<Answer> queue = answers.get(call);
        Answer answer = queue.size() > 1 ? queue.poll() : queue.peek();
        if (answer != CUT) {
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/v3/elsewhere");
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
