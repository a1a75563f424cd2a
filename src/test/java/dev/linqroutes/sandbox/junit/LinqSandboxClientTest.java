package dev.linqroutes.sandbox.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test of others can do with its account. */
@LinqSandboxTest
class LinqSandboxClientTest {
    private static final String ANN = "+15556667777";
    private static final String BOB = "+18889990000";
    private static final String CAROL = "carol@example.com";

    private static String aGroup(LinqSandbox sandbox, String... people) {
        return call(sandbox, "POST", "/chats", group(sandbox, people))
                .at("/chat/id")
                .asText();
    }

    private static ObjectNode group(LinqSandbox sandbox, String... people) {
        ObjectNode body = JsonTrees.object().put("from", sandbox.line());
        body.set("to", JsonTrees.texts(List.of(people)));
        body.putObject("message")
                .putArray("parts")
                .addObject()
                .put("type", "text")
                .put("value", "Welcome!");
        return body;
    }

    /** A call of the program under test. */
    private static JsonNode call(LinqSandbox sandbox, String method, String path, JsonNode body) {
        return ProgramUnderTest.call(sandbox, method, path, body);
    }

    @Test
    void a_person_says_something_in_the_newest_chat_or_in_another_one(LinqSandbox sandbox) {
        String first = aGroup(sandbox, ANN, BOB);
        String second = aGroup(sandbox, ANN, CAROL);

        assertThat(sandbox.actAs(ANN).says("Yes").chatId()).isEqualTo(second);
        SeenMessage said = sandbox.actAs(ANN).in(first).says("No");

        assertThat(said.chatId()).isEqualTo(first);
        assertThat(said.from()).isEqualTo(ANN);
        assertThat(sandbox.messages()).extracting(SeenMessage::text).contains("Yes", "No");
    }

    @Test
    void a_person_changes_the_group(LinqSandbox sandbox) {
        String id = aGroup(sandbox, ANN, BOB, CAROL);

        sandbox.actAs(ANN).renames("Crew 14");
        sandbox.actAs(ANN).adds("+15550001111");
        sandbox.actAs(ANN).removes(CAROL);
        sandbox.actAs(BOB).leaves();

        SeenChat chat = sandbox.chats().get(0);
        assertThat(chat.id()).isEqualTo(id);
        assertThat(chat.name()).contains("Crew 14");
        assertThat(chat.people()).containsExactlyInAnyOrder(ANN, "+15550001111");
    }

    @Test
    void a_person_reacts_and_votes(LinqSandbox sandbox) throws Exception {
        String chat = aGroup(sandbox, ANN, BOB);
        String message = sandbox.awaitMessage("Welcome!").id();
        ObjectNode poll = JsonTrees.object();
        poll.putObject("poll")
                .putArray("options")
                .add(JsonTrees.object().put("text", "Tuesday"))
                .add(JsonTrees.object().put("text", "Thursday"));
        String pollId = call(sandbox, "POST", "/chats/" + chat + "/polls", poll)
                .path("message_id")
                .asText();

        sandbox.actAs(ANN).reactsTo(message, "love");
        sandbox.actAs(ANN).votes(pollId, "Thursday");

        assertThat(JsonTrees.read(sandbox.awaitMessage("Welcome!").json())
                        .at("/parts/0/reactions/0/type")
                        .asText())
                .isEqualTo("love");
        assertThat(call(sandbox, "GET", "/messages/" + pollId + "/poll", JsonTrees.object())
                        .at("/poll/options/1/voters/0/handle/handle")
                        .asText())
                .isEqualTo(ANN);
        SeenMessage seen = sandbox.awaitMessage("Poll: Tuesday (0), Thursday (1)");
        assertThat(seen.poll().orElseThrow().options())
                .containsExactly(
                        new SeenPoll.Option("Tuesday", List.of()), new SeenPoll.Option("Thursday", List.of(ANN)));
        assertThat(seen).hasToString(sandbox.line() + ": Poll: Tuesday (0), Thursday (1)");
        assertThatThrownBy(() -> sandbox.actAs(ANN).votes(pollId, "Friday"))
                .hasMessageContaining("\"Friday\" but [Tuesday, Thursday]");
        assertThatThrownBy(() -> sandbox.actAs(ANN).votes(message, "Friday"))
                .hasMessage("message " + message + " is not a poll");
        sandbox.failNext("error_before", 1);
        sandbox.actAs(ANN).votes(pollId, "Tuesday");
        assertThat(sandbox.struck("error_before")).isZero();
    }

    @Test
    void a_person_starts_a_group_and_reads_a_direct_chat(LinqSandbox sandbox) throws Exception {
        sandbox.actAs(ANN).startsChat("Hello", BOB).says("Anybody there?");
        aGroup(sandbox, CAROL);
        sandbox.actAs(CAROL).reads();

        assertThat(JsonTrees.read(sandbox.awaitMessage("Welcome!").json())
                        .path("is_read")
                        .booleanValue())
                .isTrue();
        assertThat(sandbox.awaitChat("of two", chat -> chat.people().size() == 2)
                        .messages())
                .extracting(SeenMessage::text)
                .containsExactly("Hello", "Anybody there?");
    }

    @Test
    void what_no_service_carries_is_sent_to_nobody(LinqSandbox sandbox) throws Exception {
        sandbox.actAs(ANN).isReachedBy("SMS");
        aGroup(sandbox, ANN, BOB);
        assertThat(JsonTrees.read(sandbox.awaitMessage("Welcome!").json())
                        .path("service")
                        .asText())
                .isEqualTo("SMS");
        sandbox.actAs(ANN).isUnreachable();
        aGroup(sandbox, ANN, CAROL);
        SeenMessage failed = sandbox.awaitMessage(
                "that failed", message -> message.json().contains("\"delivery_status\":\"failed\""));
        assertThat(failed.text()).isEqualTo("Welcome!");
        assertThat(failed.deliveryStatus()).isEqualTo("failed");
        assertThat(failed.failureCode()).isPresent();
        assertThat(failed)
                .hasToString(sandbox.line() + ": Welcome! (failed with "
                        + failed.failureCode().getAsInt() + ")");
    }

    @Test
    void what_a_person_cannot_do_is_refused_with_the_reason(LinqSandbox sandbox) {
        assertThatThrownBy(() -> sandbox.actAs(ANN).says("Hello"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/people/%2B15556667777/messages {\"text\":\"Hello\"}")
                .hasMessageContaining("404 2001 The person is in no chat");
    }

    @Test
    void a_message_is_awaited(LinqSandbox sandbox) {
        CompletableFuture<SeenMessage> awaited = CompletableFuture.supplyAsync(() -> sandbox.awaitMessage("Welcome!"));
        String chat = aGroup(sandbox, ANN, BOB);

        assertThat(awaited).succeedsWithin(Duration.ofSeconds(10)).satisfies(message -> {
            assertThat(message.chatId()).isEqualTo(chat);
            assertThat(message.from()).isEqualTo(sandbox.line());
        });
    }

    @Test
    void a_message_that_does_not_come_fails_with_those_that_came(LinqSandbox sandbox) {
        sandbox.waitAtMost(Duration.ofMillis(1));
        assertThatThrownBy(() -> sandbox.awaitMessage("Goodbye!"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("no message \"Goodbye!\" within 1 ms; there is:\n  nothing");
        String chat = aGroup(sandbox, ANN, BOB);
        sandbox.actAs(ANN).says("Hi");

        assertThatThrownBy(() -> sandbox.awaitMessage("Goodbye!"))
                .hasMessage("no message \"Goodbye!\" within 1 ms; there is:\n  group " + chat + " of " + ANN + ", "
                        + BOB + "\n    " + sandbox.line() + ": Welcome!\n    " + ANN + ": Hi");
    }

    @Test
    void requests_are_those_of_the_program(LinqSandbox sandbox) {
        sandbox.subscribe("http://127.0.0.1:9/hooks", "message.sent");
        aGroup(sandbox, ANN, BOB);

        assertThat(sandbox.requests()).singleElement().satisfies(request -> {
            assertThat(request.method() + " " + request.path()).isEqualTo("POST /chats");
            assertThat(request.status()).hasValue(201);
            assertThat(request.body()).contains("\"value\":\"Welcome!\"");
            assertThat(request.answer())
                    .contains(sandbox.awaitMessage("Welcome!").id());
        });
    }

    @Test
    void a_subscription_without_types_is_to_all_events(LinqSandbox sandbox) {
        assertThat(sandbox.subscribe("http://127.0.0.1:9/hooks")).startsWith("whsec_");

        JsonNode all =
                call(sandbox, "GET", "/webhook-events", JsonTrees.object()).path("events");
        JsonNode subscription = call(sandbox, "GET", "/webhook-subscriptions", JsonTrees.object())
                .at("/subscriptions/0");
        assertThat(all).hasSizeGreaterThan(10);
        assertThat(subscription.path("subscribed_events")).isEqualTo(all);
    }

    @Test
    void deliveries_are_those_of_all_subscriptions(LinqSandbox sandbox) {
        sandbox.subscribe("http://127.0.0.1:9/hooks", "message.received");
        aGroup(sandbox, ANN, BOB);
        sandbox.actAs(ANN).says("Hi");

        assertThat(sandbox.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.eventType()).isEqualTo("message.received");
            assertThat(delivery.target()).isEqualTo("http://127.0.0.1:9/hooks");
            assertThat(delivery.state()).isEqualTo("waiting");
            assertThat(delivery.body()).contains("\"value\":\"Hi\"");
        });
    }

    @Test
    void a_delivery_is_awaited(LinqSandbox sandbox) throws Exception {
        HttpServer inbox = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        inbox.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });
        inbox.start();
        try {
            sandbox.subscribe("http://127.0.0.1:" + inbox.getAddress().getPort(), "message.received");
            aGroup(sandbox, ANN, BOB);
            sandbox.actAs(ANN).says("Hi");

            assertThat(sandbox.awaitDelivery("message.received").state()).isEqualTo("delivered");
        } finally {
            inbox.stop(0);
        }
    }

    @Test
    void a_delivery_that_does_not_succeed_fails_with_those_that_there_are(LinqSandbox sandbox) {
        sandbox.waitAtMost(Duration.ofMillis(1)).subscribe("http://127.0.0.1:9/hooks", "message.received");
        aGroup(sandbox, ANN, BOB);
        sandbox.actAs(ANN).says("Hi");

        assertThatThrownBy(() -> sandbox.awaitDelivery("message.received"))
                .isInstanceOf(AssertionError.class)
                .hasMessage("no webhook message.received that was delivered within 1 ms; there is:\n"
                        + "  message.received to http://127.0.0.1:9/hooks: waiting");
    }

    @Test
    void an_event_that_does_not_exist_is_not_awaited_and_one_without_subscription_says_so(LinqSandbox sandbox) {
        assertThatThrownBy(() -> sandbox.awaitDelivery("message.recieved"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no event 'message.recieved'; there are: [message.sent,");

        sandbox.waitAtMost(Duration.ofMillis(1)).subscribe("http://127.0.0.1:9/hooks", "message.sent");

        assertThatThrownBy(() -> sandbox.awaitDelivery("message.received"))
                .hasMessageEndingWith("\nnothing is subscribed to message.received");
        sandbox.faults(Map.of("reject_key", true));
        assertThatThrownBy(() -> sandbox.awaitDelivery("message.received")).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_refusal_begins_with_what_was_asked_for_and_the_reason(LinqSandbox sandbox) {
        assertThatThrownBy(() -> sandbox.subscribe("127.0.0.1:1/x"))
                .hasMessage("the sandbox refuses the subscription: 400 1005 'target_url' is not a URL");
        assertThatThrownBy(() -> sandbox.faults(Map.of("drop_aftr", 1)))
                .hasMessageStartingWith("the sandbox refuses faults({drop_aftr=1}): 400 1005 There is no fault");
        assertThatThrownBy(() -> sandbox.failNext("drop_aftr", 1))
                .hasMessageStartingWith("the sandbox refuses failNext(\"drop_aftr\", 1): 400 1005 There is no fault");
    }

    @Test
    void a_call_from_a_number_of_others_names_the_lines(LinqSandbox sandbox) {
        assertThat(call(sandbox, "POST", "/chats", group(sandbox, ANN, BOB).put("from", "+12229990000"))
                        .at("/error/message")
                        .asText())
                .isEqualTo("'from' is not one of your lines: " + sandbox.line());
    }

    @Test
    void where_no_sandbox_is_the_reason_is_said() {
        assertThatThrownBy(() -> LinqSandbox.at("http://127.0.0.1:1", "key"))
                .hasMessageStartingWith("no answer of a sandbox at http://127.0.0.1:1: ")
                .message()
                .doesNotContain("null");
    }

    @Test
    void the_sandboxs_own_addresses_are_under_its_root(LinqSandbox sandbox) {
        assertThat(ProgramUnderTest.callUrl(sandbox.sandboxUrl() + "/sandbox/lines", sandbox.apiKey(), "GET", "")
                        .at("/lines/0/number")
                        .asText())
                .isEqualTo(sandbox.line());
    }

    @Test
    void faults_strike_until_they_are_replaced(LinqSandbox sandbox) {
        sandbox.faults(Map.of("not_ready", 1.0, "seed", 1));
        assertThat(call(sandbox, "POST", "/chats", group(sandbox, ANN, BOB))
                        .at("/error/code")
                        .asInt())
                .isEqualTo(2007);

        sandbox.faults(Map.of());

        assertThat(aGroup(sandbox, ANN, BOB)).isNotEmpty();
        assertThat(sandbox.requests().get(0).fault()).contains("not_ready");
        sandbox.failOnUnexpectedCalls();
    }

    @Test
    void the_next_call_fails_and_then_all_work(LinqSandbox sandbox) {
        sandbox.failNext("error_before", 1);
        sandbox.failNext("not_ready", 2);

        assertThat(codes(sandbox, 4)).containsExactly(4004, 2007, 2007, 0);
        assertThat(sandbox.struck("not_ready")).isEqualTo(2);
        assertThat(sandbox.struck("slow")).isZero();
    }

    private static List<Integer> codes(LinqSandbox sandbox, int count) {
        return Stream.generate(() -> call(sandbox, "POST", "/chats", group(sandbox, ANN, BOB)))
                .limit(count)
                .map(answer -> answer.at("/error/code").asInt())
                .toList();
    }

    @Test
    void what_is_refused_or_not_about_chats_is_not_struck_so_that_the_fault_strikes_the_next_call(LinqSandbox sandbox) {
        sandbox.failNext("error_after", 1);
        assertThat(call(sandbox, "POST", "/chats", group(sandbox, ANN, ANN))
                        .at("/error/code")
                        .asInt())
                .isEqualTo(1005);
        call(sandbox, "GET", "/webhook-events", JsonTrees.object());
        assertThat(sandbox.struck("error_after")).isZero();

        assertThat(codes(sandbox, 2)).containsExactly(3006, 0);
    }

    @Test
    void the_next_message_change_or_webhook_can_fail_too(LinqSandbox sandbox) {
        sandbox.failNext("message_fails", 1);
        sandbox.failNext("webhook_lost", 1);
        sandbox.subscribe("http://127.0.0.1:9/hooks", "message.received");
        String chat = aGroup(sandbox, ANN, BOB);
        sandbox.awaitMessage("that failed", message -> message.json().contains("\"delivery_status\":\"failed\""));
        sandbox.actAs(ANN).in(chat).says("one");
        sandbox.actAs(ANN).in(chat).says("two");

        assertThat(sandbox.deliveries()).extracting(SeenDelivery::state).containsExactly("lost", "waiting");
        assertThat(sandbox.deliveries())
                .extracting(SeenDelivery::toString)
                .containsExactly(
                        "message.received to http://127.0.0.1:9/hooks: lost (The fault webhook_lost struck it)",
                        "message.received to http://127.0.0.1:9/hooks: waiting");
    }

    @Test
    void faults_that_are_to_strike_next_end_with_those_that_are_set(LinqSandbox sandbox) {
        sandbox.failNext("not_ready", 5);
        sandbox.faults(Map.of());

        assertThat(codes(sandbox, 1)).containsExactly(0);
    }

    @Test
    void what_cannot_strike_next_is_refused(LinqSandbox sandbox) {
        assertThatThrownBy(() -> sandbox.failNext("drop_aftr", 1)).hasMessageContaining("no fault 'drop_aftr'");
        assertThatThrownBy(() -> sandbox.failNext("reject_key", 1)).hasMessageContaining("'reject_key' strikes no");
        assertThatThrownBy(() -> sandbox.failNext("slow_millis", 1)).hasMessageContaining("'slow_millis' strikes no");
        assertThatThrownBy(() -> sandbox.failNext("drop_after", 0)).hasMessageContaining("'count' must be");
        assertThatThrownBy(() -> sandbox.struck("slow_millis")).hasMessageContaining("no fault 'slow_millis'");
    }

    @Test
    void time_passes_and_the_line_is_flagged(LinqSandbox sandbox) throws Exception {
        String chat = aGroup(sandbox, ANN, BOB);
        sandbox.advanceTime(Duration.ofHours(24));
        SeenMessage later = sandbox.actAs(ANN).says("Tomorrow");
        assertThat(JsonTrees.read(later.json()).path("created_at").asText())
                .isGreaterThan(Instant.now().plus(Duration.ofHours(23)).toString());

        sandbox.flagLine();

        ObjectNode message =
                JsonTrees.object().set("message", group(sandbox, ANN).get("message"));
        assertThat(call(sandbox, "POST", "/chats/" + chat + "/messages", message)
                        .at("/error/code")
                        .asInt())
                .isEqualTo(2027);
    }

    @Test
    void a_refused_call_fails_the_test_unless_its_code_is_allowed(LinqSandbox sandbox) {
        LinqSandbox account = sandbox.newAccount().failOnUnexpectedCalls();
        call(account, "POST", "/chats", group(account, ANN, ANN));

        assertThatThrownBy(account::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("the sandbox refused calls of this test:\n  POST /chats {\"from\":")
                .hasMessageContaining("-> 400 1005 ");

        LinqSandbox another =
                sandbox.newAccount().failOnUnexpectedCalls().allowErrors(1005).allowErrors(2001);
        call(another, "POST", "/chats", group(another, ANN, ANN));
        another.close();
    }

    @Test
    void a_call_to_what_does_not_exist_is_never_allowed(LinqSandbox sandbox) {
        LinqSandbox path = sandbox.newAccount().failOnUnexpectedCalls().allowErrors(1005);
        call(path, "POST", "/chat", group(path, ANN, BOB));
        assertThatThrownBy(path::close).hasMessageContaining("-> 404 1005 ");

        LinqSandbox method = sandbox.newAccount().failOnUnexpectedCalls().allowErrors(1005);
        call(method, "PATCH", "/chats", JsonTrees.object());
        assertThatThrownBy(method::close).hasMessageContaining("-> 405 1005 ");

        LinqSandbox version = sandbox.newAccount().failOnUnexpectedCalls();
        ProgramUnderTest.callUrl(version.baseUrl().replace("v3", "v2") + "/chats", version.apiKey(), "POST", "{}");
        assertThatThrownBy(version::close).hasMessageContaining("POST /api/partner/v2/chats {} -> 404 1005 ");
    }

    @Test
    void a_call_with_a_key_of_no_account_fails_the_test_that_runs_then(LinqSandbox sandbox) {
        ProgramUnderTest.callUrl(sandbox.baseUrl() + "/chats", "of an earlier test", "GET", "");
        LinqSandbox account = sandbox.newAccount().failOnUnexpectedCalls();
        LinqSandbox allowed = sandbox.newAccount().failOnUnexpectedCalls().allowErrors(2004);
        ProgramUnderTest.callUrl(account.baseUrl() + "/chats/1", "wrong", "GET", "");

        assertThatThrownBy(account::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("calls with a key of no account came during this test")
                .hasMessageContaining("\n  GET /chats/1 -> 401 2004 ")
                .message()
                .doesNotContain("GET /chats ->");
        allowed.close();
        sandbox.newAccount().failOnUnexpectedCalls().close();
    }

    @Test
    void a_field_that_linq_does_not_have_fails_the_test(LinqSandbox sandbox) {
        LinqSandbox account = sandbox.newAccount().failOnUnexpectedCalls().allowErrors(1005);
        call(account, "POST", "/chats", group(account, ANN, BOB).put("displayname", "Crew 14"));

        assertThat(account.requests().get(0).unknownFields()).containsExactly("displayname");
        assertThatThrownBy(account::close)
                .hasMessageStartingWith("calls of this test had fields that Linq does not have:\n  POST /chats")
                .hasMessageContaining("(unknown fields displayname)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"error_after", "drop_after", "garbage", "hung", "empty_gzip"})
    void a_fault_after_the_effect_hides_no_field_that_linq_does_not_have(String fault, LinqSandbox sandbox) {
        LinqSandbox account = sandbox.newAccount().failOnUnexpectedCalls();
        account.faults(Map.of("hung_seconds", 1));
        account.failNext(fault, 1);
        try {
            call(account, "POST", "/chats", group(account, ANN, BOB).put("displayname", "Crew 14"));
        } catch (UncheckedIOException noAnswer) {
            assertThat(account.requests().get(0).fault()).contains(fault);
        }

        assertThatThrownBy(account::close).hasMessageContaining("(unknown fields displayname)");
    }

    @Test
    void what_does_not_come_fails_with_the_calls_that_may_be_why(LinqSandbox sandbox) {
        sandbox.waitAtMost(Duration.ofMillis(1));
        sandbox.failNext("not_ready", 5);
        codes(sandbox, 5);
        call(sandbox, "POST", "/chats", group(sandbox, ANN, ANN));

        assertThatThrownBy(() -> sandbox.awaitMessage("Welcome!"))
                .hasMessageStartingWith("no message \"Welcome!\" within 1 ms; there is:\n  nothing\n"
                        + "refused, struck by a fault or with unknown fields before (the newest 5 of 6):\n"
                        + "  POST /chats -> 404 2007 The attachment is not ready yet (fault not_ready)\n")
                .hasMessageContaining("\n  POST /chats -> 400 1005 ");
        assertThatThrownBy(() -> sandbox.awaitChat("of Ann", chat -> false)).hasMessageContaining("(fault not_ready)");
        assertThatThrownBy(() -> sandbox.awaitDelivery("of Ann", delivery -> false))
                .hasMessageContaining("(fault not_ready)");
    }

    @Test
    void a_request_shows_its_headers_without_secrets(LinqSandbox sandbox) {
        aGroup(sandbox, ANN, BOB);

        SeenRequest request = sandbox.requests().get(0);
        assertThat(request.header("authorization")).contains("Bearer (hidden)");
        assertThat(request.header("x-nothing")).isEmpty();
    }

    @Test
    void a_fault_after_the_effect_hides_no_refused_call(LinqSandbox sandbox) {
        LinqSandbox account = sandbox.newAccount().failOnUnexpectedCalls();
        account.faults(Map.of("slow", 1, "slow_millis", 1));
        call(account, "POST", "/chats", group(account, ANN, ANN));

        assertThatThrownBy(account::close).isInstanceOf(AssertionError.class).hasMessageContaining("-> 400 1005 ");
    }

    @Test
    void an_account_can_be_found_by_its_url_and_key(LinqSandbox sandbox) {
        aGroup(sandbox, ANN, BOB);

        LinqSandbox found = LinqSandbox.at(sandbox.baseUrl().replace("/api/partner/v3", "/"), sandbox.apiKey());

        assertThat(found.baseUrl()).isEqualTo(sandbox.baseUrl());
        assertThat(found.line()).isEqualTo(sandbox.line());
        assertThat(found.awaitMessage("Welcome!").text()).isEqualTo("Welcome!");
        found.close();
        assertThat(sandbox.messages())
                .as("close deletes only what newAccount made")
                .hasSize(1);
        assertThatThrownBy(() -> LinqSandbox.at(sandbox.baseUrl(), "wrong")).hasMessageContaining("401 2004");
    }
}
