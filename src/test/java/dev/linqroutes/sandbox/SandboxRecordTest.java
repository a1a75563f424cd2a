package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static dev.linqroutes.sandbox.TestSandbox.CAROL;
import static dev.linqroutes.sandbox.TestSandbox.DAVE;
import static dev.linqroutes.sandbox.TestSandbox.LINE;
import static dev.linqroutes.sandbox.TestSandbox.aText;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.sandbox.TestSandbox.Reply;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxRecordTest {
    private static final int HISTORY = 20;

    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withHistory(HISTORY));

    private JsonNode show(String pathAndQuery) {
        return linq.request("GET", linq.url("/sandbox" + pathAndQuery), "", "").body();
    }

    private CompletableFuture<JsonNode> showLater(String pathAndQuery) {
        return CompletableFuture.supplyAsync(() -> show(pathAndQuery));
    }

    private JsonNode newestRequest() {
        JsonNode requests = show("/requests").path("requests");
        return requests.get(requests.size() - 1);
    }

    private List<String> pathsOf(String query) {
        return show("/requests?" + query)
                .path("requests")
                .valueStream()
                .map(request -> request.path("method").asText() + " "
                        + request.path("path").asText().replace("/api/partner/v3", ""))
                .toList();
    }

    @Test
    void a_call_with_a_key_of_no_account_or_at_a_wrong_address_is_recorded_but_nothing_of_a_browser() {
        linq.request("GET", linq.url("/api/partner/v3/chats"), "Bearer wrong", "");
        linq.request("POST", linq.url("/api/partner/v2/chats"), "Bearer sandbox-key", "{}");
        linq.request("POST", linq.url("/v3/chats"), "Bearer wrong", "{}");
        linq.request("GET", linq.url("/favicon.ico"), "", "");
        linq.request("GET", linq.url("/sandbox/nothing"), "Bearer sandbox-key", "");

        assertThat(linq.request("GET", linq.url("/sandbox/requests"), "", "")
                        .body()
                        .path("requests")
                        .valueStream()
                        .map(request -> request.path("path").asText() + " "
                                + request.path("status").asInt() + " "
                                + request.path("key_known").asBoolean()))
                .containsExactly(
                        "/api/partner/v3/chats 401 false", "/api/partner/v2/chats 404 true", "/v3/chats 404 false");
    }

    @Test
    void a_request_is_recorded_with_its_answer() {
        Reply created = linq.createGroup("Welcome!", ANN, BOB);

        JsonNode request = newestRequest();
        assertThat(request.path("method").asText()).isEqualTo("POST");
        assertThat(request.path("path").asText()).isEqualTo("/api/partner/v3/chats");
        assertThat(request.at("/body/message/parts/0/value").asText()).isEqualTo("Welcome!");
        assertThat(request.path("status").intValue()).isEqualTo(201);
        assertThat(request.path("answer")).isEqualTo(created.body());
        assertThat(request.path("trace_id").asText()).isEqualTo(created.header("x-trace-id"));
        assertThat(request.at("/answer_headers/X-Trace-ID").asText()).isEqualTo(created.header("x-trace-id"));
        assertThat(request.path("chat_id").asText()).isEqualTo(created.chatId());
        assertThat(request.path("fault").isNull()).isTrue();
        assertThat(request.path("millis").canConvertToLong()).isTrue();
    }

    @Test
    void a_refused_request_is_recorded_with_the_error() {
        linq.post("/chats", JsonTrees.object());

        assertThat(newestRequest().path("status").intValue()).isEqualTo(400);
        assertThat(newestRequest().at("/answer/error/code").intValue()).isEqualTo(1001);
    }

    @Test
    void a_dropped_request_is_recorded_without_a_status() {
        linq.admin("POST", "/faults", JsonTrees.object().put("drop_after", 1));

        assertThat(CompletableFuture.supplyAsync(() -> linq.createGroup("Welcome!", ANN, BOB)))
                .failsWithin(Duration.ofSeconds(10));

        assertThat(newestRequest().path("fault").asText()).isEqualTo("drop_after");
        assertThat(newestRequest().path("status").isNull()).isTrue();
    }

    @Test
    void requests_to_the_sandbox_itself_are_not_recorded() {
        linq.says(ANN, linq.createGroup("Welcome!", ANN, BOB).chatId(), "Hi");
        linq.record();

        assertThat(pathsOf("")).containsExactly("POST /chats");
    }

    @Test
    void a_key_is_never_shown() {
        linq.createGroup("Welcome!", ANN, BOB);
        linq.request("GET", linq.server().apiUrl() + "/chats", "Bearer some-wrong-key", "");
        String secret =
                linq.subscribe("https://hooks.example.com/", "message.sent").text("/signing_secret");

        String shown = show("/requests").toString();
        assertThat(secret).startsWith("whsec_");
        assertThat(shown).contains("POST", "/chats", "(hidden)");
        assertThat(shown).doesNotContain("sandbox-key", "some-wrong-key", secret);
    }

    @Test
    void what_is_secret_in_a_request_is_never_shown() {
        linq.request(
                "POST",
                linq.server().apiUrl() + "/webhook-subscriptions?api_key=of-the-query",
                "Bearer sandbox-key",
                """
                {"target_url": "https://me:of-the-url@hooks.example.com/a?version=2026-02-03&t=of-the-target",
                 "subscribed_events": ["message.sent"]}""",
                "X-Api-Key",
                "of-the-header");
        String token = linq.post(
                        "/attachments",
                        JsonTrees.object()
                                .put("filename", "a.png")
                                .put("content_type", "image/png")
                                .put("size_bytes", 3))
                .text("/upload_url")
                .replaceFirst(".*token=", "");

        String shown = show("/requests").toString();
        assertThat(shown).doesNotContain("of-the-", "sandbox-key", token);
        assertThat(shown)
                .contains(
                        "https://(hidden)@hooks.example.com/a?version=2026-02-03&t=(hidden)",
                        "api_key=(hidden)",
                        "Bearer (hidden)",
                        "?token=(hidden)");
    }

    @Test
    void requests_are_found_by_method_path_chat_status_and_trace() {
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();
        Reply sent = linq.send(chat, "two");
        linq.call("PATCH", "/messages/" + sent.messageId(), JsonTrees.object().put("text", "three"));
        linq.get("/chats/" + "00000000-0000-4000-8000-000000000000");

        assertThat(pathsOf("method=patch")).containsExactly("PATCH /messages/" + sent.messageId());
        assertThat(pathsOf("path=/chats")).containsExactly("POST /chats");
        assertThat(pathsOf("path=/chats/*/messages")).containsExactly("POST /chats/" + chat + "/messages");
        assertThat(pathsOf("chat_id=" + chat)).hasSize(3);
        assertThat(pathsOf("status=404")).hasSize(1);
        assertThat(pathsOf("trace_id=" + sent.header("x-trace-id")))
                .containsExactly("POST /chats/" + chat + "/messages");
    }

    @Test
    void the_oldest_requests_are_forgotten() {
        for (int count = 1; count <= HISTORY + 5; count++) {
            linq.get("/chats?limit=" + count);
        }

        JsonNode shown = show("/requests");
        assertThat(shown.path("requests")).hasSize(HISTORY);
        assertThat(shown.at("/requests/0/query").asText()).isEqualTo("limit=6");
        assertThat(shown.at("/requests/0/seq").intValue()).isEqualTo(6);
        assertThat(shown.path("last_seq").intValue()).isEqualTo(HISTORY + 5);
    }

    @Test
    void following_the_last_number_skips_nothing() {
        for (int count = 1; count <= 7; count++) {
            linq.get("/chats?limit=" + count);
        }

        JsonNode first = show("/requests?after=0&limit=5");
        JsonNode second = show("/requests?limit=5&after=" + first.path("last_seq"));

        assertThat(first.at("/requests/0/query").asText()).isEqualTo("limit=1");
        assertThat(second.path("requests").valueStream().map(request -> request.path("query")
                        .asText()))
                .containsExactly("limit=6", "limit=7");
        assertThat(second.path("last_seq").intValue()).isEqualTo(7);
    }

    @Test
    void without_a_number_the_newest_are_shown() {
        linq.get("/chats?limit=1");
        linq.get("/chats?limit=2");

        assertThat(show("/requests?limit=1").at("/requests/0/query").asText()).isEqualTo("limit=2");
    }

    @Test
    void an_awaited_request_answers_as_soon_as_it_is_there() throws Exception {
        CompletableFuture<JsonNode> later = showLater("/requests?method=POST&await=PT30S");
        linq.get("/chats");
        linq.createGroup("Welcome!", ANN, BOB);

        JsonNode shown = later.get(10, TimeUnit.SECONDS);
        assertThat(shown.at("/requests/0/path").asText()).endsWith("/chats");
        assertThat(shown.has("timed_out")).isFalse();
    }

    @Test
    void what_is_there_already_is_not_awaited() throws Exception {
        linq.get("/chats");

        assertThat(showLater("/requests?await=PT30S").get(10, TimeUnit.SECONDS).path("requests"))
                .hasSize(1);
    }

    @Test
    void several_requests_can_be_awaited() throws Exception {
        linq.get("/chats");
        CompletableFuture<JsonNode> later = showLater("/requests?count=3&await=PT30S");
        linq.get("/chats");
        linq.get("/chats");

        assertThat(later.get(10, TimeUnit.SECONDS).path("requests")).hasSize(3);
    }

    @Test
    void an_awaited_request_that_does_not_come_times_out_with_what_there_is() {
        linq.get("/chats");

        JsonNode shown = show("/requests?count=2&await=PT0.05S");

        assertThat(shown.path("timed_out").booleanValue()).isTrue();
        assertThat(shown.path("requests")).hasSize(1);
    }

    @Test
    void a_wait_without_end_is_refused() {
        for (String query : List.of("await=PT61S", "await=PT-1S", "await=soon", "after=x", "limit=0", "count=0")) {
            assertThat(linq.admin("GET", "/requests?" + query, JsonTrees.object())
                            .status())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void long_bodies_are_cut() {
        String text = "ü".repeat(9_000);
        linq.create(List.of(ANN, BOB), aText(text));

        String shown = newestRequest().path("body").asText();
        assertThat(shown.length()).isLessThan(9_000);
        assertThat(shown.substring(0, 7)).isEqualTo("{\"from\"");
        assertThat(shown.substring(shown.length() - 21)).matches("ü… \\(cut, 18\\d{3} bytes\\)");
        assertThat(newestRequest().path("status").intValue()).isEqualTo(201);
    }

    @Test
    void hostile_bodies_are_shown_as_text() {
        String deep = "[".repeat(900) + "]".repeat(900);
        linq.call("POST", "/chats", deep);
        linq.call("POST", "/chats", "{\"from\": \"<script>alert(1)</script>\", \"to\": \"\\ud83d\"");
        linq.call("POST", "/chats", "{\"from\": \"\\ud83d\"}");
        linq.call("POST", "/chats", "\u0000\u0007 not JSON");

        JsonNode requests = show("/requests").path("requests");

        assertThat(requests).hasSize(4);
        assertThat(requests.at("/0/body").asText()).isEqualTo(deep);
        assertThat(requests.at("/1/body").asText()).contains("<script>");
        assertThat(requests.at("/2/body/from").asText()).isEqualTo("\ud83d");
        assertThat(requests.at("/3/body").asText()).isEqualTo("\u0000\u0007 not JSON");
    }

    @Test
    void accounts_do_not_see_each_others_requests() {
        linq.createGroup("Welcome!", ANN, BOB);
        String key = linq.admin("POST", "/accounts", JsonTrees.object()).text("/api_key");

        Reply shown = linq.request("GET", linq.url("/sandbox/requests"), "Bearer " + key, "");

        assertThat(shown.body().path("requests")).isEmpty();
    }

    @Test
    void chats_are_listed_by_their_latest_activity() {
        String first = linq.createGroup("one", ANN, BOB).chatId();
        String second = linq.createGroup("two", ANN, CAROL).chatId();
        linq.send(first, "three");

        JsonNode chats = show("/chats").path("chats");

        assertThat(chats.valueStream().map(item -> item.at("/chat/id").asText()))
                .containsExactly(first, second);
        assertThat(chats.at("/0/last_message/parts/0/value").asText()).isEqualTo("three");
        assertThat(chats.at("/0/message_count").intValue()).isEqualTo(2);
        assertThat(show("/chats?limit=1").path("chats")).hasSize(1);
    }

    @Test
    void chats_are_searched_by_people_names_and_texts() {
        String first = linq.createGroup("one", ANN, BOB).chatId();
        String second = linq.createGroup("Where is my order?", ANN, CAROL).chatId();
        linq.nameAndWait(first, "Crew 7");

        assertThat(show("/chats?search=crew").at("/chats/0/chat/id").asText()).isEqualTo(first);
        assertThat(show("/chats?search=CAROL").at("/chats/0/chat/id").asText()).isEqualTo(second);
        assertThat(show("/chats?search=my%20order").at("/chats/0/chat/id").asText())
                .isEqualTo(second);
        assertThat(show("/chats?search=is_group").path("chats")).isEmpty();
    }

    @Test
    void a_chat_is_shown_with_messages_polls_and_actions() {
        Reply created = linq.createGroup("one", ANN, BOB);
        String chat = created.chatId();
        linq.post(
                "/messages/" + created.messageId() + "/reactions",
                JsonTrees.object().put("operation", "add").put("type", "love"));
        linq.poll(chat, "Tuesday", "Thursday");

        JsonNode shown = show("/chats/" + chat);

        assertThat(shown.at("/chat/id").asText()).isEqualTo(chat);
        assertThat(shown.path("name").isNull()).isTrue();
        assertThat(shown.at("/messages/0/parts/0/value").asText()).isEqualTo("one");
        assertThat(shown.at("/messages/1/poll/options/1/text").asText()).isEqualTo("Thursday");
        assertThat(shown.at("/actions/0/kind").asText()).isEqualTo("reaction");
        assertThat(linq.admin("GET", "/chats/" + DAVE, JsonTrees.object()).status())
                .isEqualTo(400);
    }

    private List<String> unknownFields() {
        return newestRequest()
                .path("unknown_fields")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    @Test
    void fields_that_linq_does_not_have_are_named() {
        ObjectNode part = TestSandbox.aTextPart("Hi").put("colour", "red");
        ObjectNode message =
                TestSandbox.aMessage(part).put("idempotency_key", "k-1").put("priority", 1);
        message.putObject("effect")
                .put("type", "screen")
                .put("name", "confetti")
                .put("speed", 2);
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        linq.post(
                "/chats/" + chat + "/messages",
                JsonTrees.object().put("delay", 5).set("message", message));

        assertThat(unknownFields())
                .containsExactlyInAnyOrder(
                        "delay", "message.priority", "message.effect.speed", "message.parts[0].colour");
        assertThat(newestRequest().path("idempotency_key").asText()).isEqualTo("k-1");
    }

    @Test
    void fields_that_linq_has_are_not_named() {
        ObjectNode message =
                aText("Welcome!").put("preferred_service", "iMessage").put("idempotency_key", "k-1");
        String chat = linq.create(List.of(ANN, BOB), message).chatId();
        assertThat(unknownFields()).isEmpty();
        ObjectNode again = JsonTrees.object().put("override_optout", true);
        again.set("message", message.deepCopy().put("idempotency_key", "k-2"));
        linq.post("/chats/" + chat + "/messages", again);
        assertThat(unknownFields()).isEmpty();
        linq.post("/chats/" + chat + "/messages", again);
        assertThat(unknownFields()).isEmpty();
        linq.post(
                "/chats/" + chat + "/background",
                JsonTrees.object().put("type", "color").put("variant", "blue"));
        assertThat(unknownFields()).isEmpty();
        ObjectNode subscription = JsonTrees.object().put("target_url", "https://hooks.example.com/");
        subscription.putArray("subscribed_events").add("message.sent");
        subscription.putNull("phone_numbers").putNull("routing_key_header");
        String id = linq.post("/webhook-subscriptions", subscription).text("/id");
        assertThat(unknownFields()).isEmpty();
        linq.call("PUT", "/webhook-subscriptions/" + id, subscription.put("is_active", false));
        assertThat(unknownFields()).isEmpty();
    }

    @Test
    void a_body_that_no_endpoint_reads_is_named_completely() {
        String chat = linq.createGroup("Welcome!", ANN, BOB, CAROL).chatId();

        linq.post("/chats/" + chat + "/leave", JsonTrees.object().put("reason", "done"));

        assertThat(unknownFields()).containsExactly("reason");
    }

    @Test
    void unknown_fields_are_named_up_to_fifty_whatever_their_names_are() {
        ObjectNode body = JsonTrees.object().put("display_name", "Crew").put("<b>\u0000", 1);
        for (int count = 0; count < 10_000; count++) {
            body.put("field" + count, count);
        }
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        linq.call("PUT", "/chats/" + chat, body);

        assertThat(unknownFields()).hasSize(50).startsWith("<b>\u0000", "field0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"error_after", "garbage", "garbage_in_200"})
    void a_fault_hides_neither_the_chat_nor_the_unknown_fields_of_a_request_that_had_its_effect(String fault) {
        ObjectNode body = JsonTrees.object().put("from", LINE).put("colour", "red");
        body.putArray("to").add(ANN).add(BOB);
        body.set("message", aText("Welcome!"));

        linq.callWithFault(fault, "POST", "/chats", body);

        assertThat(newestRequest().path("fault").asText()).isEqualTo(fault);
        assertThat(newestRequest().path("chat_id").asText())
                .isEqualTo(linq.record().at("/chats/0/chat/id").asText());
        assertThat(unknownFields()).containsExactly("colour");
    }

    @ParameterizedTest
    @ValueSource(strings = {"error_before", "error_in_200"})
    void a_fault_in_place_of_the_effect_names_no_unknown_fields(String fault) {
        linq.callWithFault(fault, "POST", "/chats", JsonTrees.object().put("colour", "red"));

        assertThat(unknownFields()).isEmpty();
    }

    @Test
    void a_refused_request_names_no_unknown_fields() {
        linq.post("/chats", JsonTrees.object().put("colour", "red"));

        assertThat(unknownFields()).isEmpty();
    }

    @Test
    void json_too_deep_to_be_shown_is_refused() {
        String layout = "{\"a\":".repeat(200) + "1" + "}".repeat(200);
        String chat = linq.createGroup("Welcome!", ANN, BOB).chatId();

        Reply sent = linq.call(
                "POST",
                "/chats/" + chat + "/messages",
                "{\"message\": {\"parts\": [{\"type\": \"imessage_app\", \"layout\": " + layout + "}]}}");

        assertThat(sent.code()).isEqualTo(1003);
    }

    @Test
    void those_who_wait_are_limited_and_those_who_go_make_room() {
        HttpClient impatient = HttpClient.newHttpClient();
        HttpRequest wait = HttpRequest.newBuilder(URI.create(linq.url("/sandbox/requests?path=/never&await=PT60S")))
                .build();
        List<CompletableFuture<HttpResponse<Void>>> waiting = Stream.generate(
                        () -> impatient.sendAsync(wait, HttpResponse.BodyHandlers.discarding()))
                .limit(101)
                .toList();
        CompletableFuture<Object> first = CompletableFuture.anyOf(waiting.toArray(CompletableFuture<?>[]::new));
        assertThat(first.orTimeout(50, TimeUnit.SECONDS).join())
                .as("one more than may wait")
                .returns(429, answer -> ((HttpResponse<?>) answer).statusCode());

        waiting.stream()
                .filter(each -> !each.isDone())
                .findFirst()
                .orElseThrow()
                .cancel(true);

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> statusOfWait("PT0.01S") == 200);
        waiting.forEach(each -> each.cancel(true));
    }

    private int statusOfWait(String patience) {
        return linq.admin("GET", "/requests?path=/never&await=" + patience, JsonTrees.object())
                .status();
    }
}
