package dev.linqroutes.routes;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.linq.ReadBackEvaluator;
import dev.linqroutes.linq.ReadBackPoller;
import dev.linqroutes.linq.RequestWriter;
import dev.linqroutes.linq.ResponseInterpreter;
import dev.linqroutes.linq.RetryBackoff;
import dev.linqroutes.testing.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where no event tells: what Linq is asked, and what its answers mean for commands and groups. */
class ConfirmRouteTest extends RouteRig {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofHours(1);

    private record Answer(int status, String body) {}

    private final TestClock clock = new TestClock();
    private final CircuitBreaker gate = new CircuitBreaker(clock, DEADLINE, DEADLINE, 2);
    private final TestLedger ledger = TestLedger.inMemory(clock)
            .confirming()
            .lease(LONG)
            .longestCall(DEADLINE)
            .askForName(LONG)
            .open();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Function<String, Answer> answers = path -> new Answer(500, "");
    private HttpServer linq;

    ConfirmRouteTest() {
        super("confirm", "groups", "linq-api");
        replaceRouteFromWith("find-late-calls", "direct:find-late-calls");
        replaceRouteFromWith("find-unknown-chats", "direct:find-unknown-chats");
    }

    @Override
    void override(Properties settings) {
        try {
            linq = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        linq.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + path + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            Answer answer = answers.apply(path.replace("/v3", ""));
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        linq.start();
        settings.put("linq.api.url", "http://127.0.0.1:" + linq.getAddress().getPort() + "/v3");
    }

    @Override
    void bind(Registry registry) {
        registry.bind("linqRequests", new RequestWriter("key", clock));
        registry.bind("confirmations", ledger.confirmations);
        registry.bind("chats", ledger.chats);
        registry.bind(
                "linqResponses",
                new ResponseInterpreter(new RetryBackoff(LONG, LONG, LONG, LONG, () -> 1), gate, clock));
        registry.bind(
                "readBack",
                new ReadBackPoller(
                        ledger.confirmations,
                        ledger.chats,
                        gate,
                        new ReadBackEvaluator(clock, DEADLINE, LONG, LONG),
                        clock));
        registry.bind("events", ledger.events);
    }

    @AfterEach
    void close() {
        linq.stop(0);
        ledger.close();
    }

    /** A command with this call, which Linq has taken. */
    private void accepted(String commandId, CallKind kind, String body, Optional<String> messageId) throws Exception {
        ledger.accept(aCommand(commandId).ofType("type").toChat("chat-1").with(kind, "/chats/{chat_id}/x", body));
        for (Mailbox mailbox : ledger.claim()) {
            ledger.record(mailbox, new CallResult.Accepted(202, Optional.empty(), messageId, Optional.empty()));
        }
    }

    private void ask() {
        template().sendBody("direct:find-late-calls", null);
    }

    private List<JsonNode> records(String topic) throws Exception {
        List<JsonNode> records = new ArrayList<>();
        for (Outbox.PendingRecord each : ledger.outbox.awaitRecords()) {
            if (each.topic().equals(topic)) {
                records.add(JSON.readTree(each.value()));
            }
        }
        return records;
    }

    private void awaitStatus(String status) {
        await().untilAsserted(() -> assertThat(records("outcomes"))
                .singleElement()
                .satisfies(outcome -> assertThat(outcome.get("status").asText()).isEqualTo(status)));
    }

    @Test
    void nobody_is_asked_before_the_deadline() throws Exception {
        accepted("c", CallKind.SEND_MESSAGE, "{}", Optional.of("m-1"));
        ask();

        assertThat(asked).isEmpty();
    }

    @Test
    void a_message_is_asked_for_by_its_id_with_the_key_and_nothing_else() throws Exception {
        answers = path -> new Answer(200, "{\"delivery_status\": \"sent\"}");
        accepted("c", CallKind.SEND_MESSAGE, "{}", Optional.of("m-1"));
        clock.advance(DEADLINE);
        ask();

        awaitStatus("confirmed");
        assertThat(asked).containsExactly("GET /v3/messages/m-1 Bearer key");
    }

    @Test
    void a_member_who_silently_did_not_join_fails_the_command_and_the_chat_is_told_as_it_is() throws Exception {
        answers = path -> new Answer(
                200,
                "{\"id\": \"chat-1\", \"display_name\": \"Crew\", \"handles\": [{\"handle\": \"+2\"}, {\"handle\": \"+9\","
                        + " \"is_me\": true}]}");
        accepted("c", CallKind.ADD_PARTICIPANT, "{\"handle\": \"+1\"}", Optional.empty());
        clock.advance(DEADLINE);
        ask();

        awaitStatus("failed");
        assertThat(records("outcomes").get(0).at("/calls/0/error_message").asText())
                .isEqualTo("Linq accepted the call but did not execute it: the members of the chat did not change");
        assertThat(asked).containsExactly("GET /v3/chats/chat-1 Bearer key");
        template().sendBody("direct:find-unknown-chats", null);
        clock.advance(Duration.ofSeconds(5));
        template().sendBody("direct:find-unknown-chats", null);
        assertThat(records("groups")).singleElement().satisfies(group -> {
            assertThat(group.get("display_name").asText()).isEqualTo("Crew");
            assertThat(group.get("members").findValuesAsText("handle")).containsExactly("+2");
        });
    }

    @Test
    void a_background_cannot_be_asked_for() throws Exception {
        accepted("c", CallKind.SET_BACKGROUND, "{}", Optional.empty());
        clock.advance(DEADLINE);
        ask();

        awaitStatus("unconfirmed");
        assertThat(asked).isEmpty();
    }

    @Test
    void linq_is_asked_again_when_it_could_not_say() throws Exception {
        accepted("c", CallKind.SEND_MESSAGE, "{}", Optional.of("m-1"));
        clock.advance(DEADLINE);
        ask();
        await().until(() -> asked.size() == 1);
        answers = path -> new Answer(200, "{\"delivery_status\": \"sent\"}");

        await().untilAsserted(() -> {
            clock.advance(DEADLINE);
            ask();
            assertThat(records("outcomes")).hasSize(1);
        });
        awaitStatus("confirmed");
    }

    @Test
    void while_all_work_pauses_one_question_at_a_time_tries_whether_linq_works_again() throws Exception {
        answers = path -> new Answer(401, "{\"error\": {\"code\": 2004}}");
        accepted("c", CallKind.SEND_MESSAGE, "{}", Optional.of("m-1"));
        clock.advance(DEADLINE);
        ask();
        await().until(() -> gate.openReason().isPresent());
        accepted("d", CallKind.SEND_MESSAGE, "{}", Optional.of("m-2"));
        ask();
        assertThat(asked).hasSize(1);
        assertThat(records("outcomes")).isEmpty();
        answers = path -> new Answer(200, "{\"delivery_status\": \"sent\"}");
        clock.advance(DEADLINE);
        ask();

        await().until(() -> gate.openReason().isEmpty());
        assertThat(asked).hasSize(2);
    }

    @Test
    void chats_are_not_asked_for_any_more_when_linq_does_not_answer() {
        for (int i = 0; i < 5; i++) {
            ledger.store(TestEvent.received("e" + i, "chat-" + i));
        }
        linq.stop(0);
        clock.advance(Duration.ofSeconds(5));
        template().sendBody("direct:find-unknown-chats", null);

        await().until(() -> gate.openReason().isPresent());
    }

    @Test
    void a_linq_that_cannot_be_reached_fails_nothing() throws Exception {
        accepted("c", CallKind.SEND_MESSAGE, "{}", Optional.of("m-1"));
        linq.stop(0);
        clock.advance(DEADLINE);
        ask();

        await().untilAsserted(() -> {
            clock.advance(DEADLINE);
            assertThat(ledger.confirmations.claimLateCalls(10)).hasSize(1);
        });
        assertThat(records("outcomes")).isEmpty();
    }
}
