package dev.linqroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.ledger.confirm.TestEvent;
import dev.linqroutes.ledger.outbox.Outbox;
import dev.linqroutes.ledger.poll.PollState;
import dev.linqroutes.ledger.poll.PollState.Vote;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.linq.PollReadBackPoller;
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
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Linq is asked about polls, and what its answers mean for the results and for further reads. */
class PollsRouteTest extends RouteRig {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration DEADLINE = TestLedger.DEADLINE;
    private static final Duration LONG = Duration.ofHours(1);
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";
    private static final String BOTH =
            """
            {"message_id": "m-1", "chat_id": "chat-1", "poll": {"total_voters": 2, "options": [
              {"option_id": "tue", "text": "Tuesday", "voters": [{"handle": "+12025550101"}, {"handle": "+12025550102"}]}]}}
            """;

    private record Answer(int status, String retryAfter, String body) {}

    private final TestClock clock = new TestClock();
    private final CircuitBreaker circuitBreaker = new CircuitBreaker(clock, DEADLINE, DEADLINE, 2);
    private final TestLedger ledger = TestLedger.inMemory(clock).confirming().open();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Answer answer = new Answer(200, "", BOTH);
    private HttpServer linq;
    private int events;

    PollsRouteTest() {
        super("polls", "linq-api");
        replaceRouteFromWith("read-polls", "direct:read-polls");
    }

    @Override
    void override(Properties settings) {
        try {
            linq = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        linq.createContext("/", exchange -> {
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            if (!answer.retryAfter.isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", answer.retryAfter);
            }
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
        registry.bind(
                "linqResponses",
                new ResponseInterpreter(new RetryBackoff(LONG, LONG, LONG, LONG, () -> 1), circuitBreaker, clock));
        registry.bind("pollReadBack", new PollReadBackPoller(ledger.pollReadBack, circuitBreaker, clock));
    }

    @AfterEach
    void close() {
        linq.stop(0);
        ledger.close();
    }

    private void vote(String poll) {
        ledger.store(TestEvent.of("e" + events++, "poll.vote.added")
                .inChat("chat-1")
                .aboutMessage(poll)
                .showing(PollState.withVote("tue", new Vote(ANN, true, clock.instant())))
                .event());
    }

    /** As the scheduler does it. */
    private void readOne() {
        template().sendBody("direct:read-polls", null);
    }

    private List<JsonNode> published() throws Exception {
        List<JsonNode> records = new ArrayList<>();
        for (Outbox.PendingRecord each : ledger.outbox.awaitRecords()) {
            if (each.topic().equals("polls")) {
                records.add(JSON.readTree(each.value()));
            }
        }
        return records;
    }

    @Test
    void a_poll_is_read_by_its_id_when_its_events_should_have_come_and_its_result_is_published() throws Exception {
        vote("m-1");
        readOne();
        assertThat(asked).isEmpty();
        clock.advance(DEADLINE);
        readOne();
        readOne();

        assertThat(asked).containsExactly("GET /v3/messages/m-1/poll");
        assertThat(published()).hasSize(2);
        assertThat(published().get(1).at("/options/0/voters"))
                .extracting(JsonNode::asText)
                .containsExactly(ANN, BOB);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"404, 2002", "403, 2005", "409, 2017", "400, 1005"})
    void a_poll_that_linq_refuses_to_show_is_not_read_again_and_stays_as_it_is(int status, int code) throws Exception {
        answer = error(status, "", code);
        vote("m-1");
        clock.advance(DEADLINE);
        readOne();
        clock.advance(Duration.ofDays(8));
        readOne();

        assertThat(asked).hasSize(1);
        assertThat(published()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"poll\": null}",
                "{\"message_id\": \"m-1\", \"poll\": {\"options\": 7}}",
                "{\"message_id\": \"another\", \"poll\": {\"options\": [{\"option_id\": \"tue\", \"voters\": []}]}}",
                "{\"poll\": {\"options\": [{\"option_id\": \"tue\", \"voters\": []",
                "<html><title>Log in</title></html>"
            })
    void an_answer_that_shows_no_poll_changes_nothing_and_the_poll_is_read_at_its_next_time(String body)
            throws Exception {
        answer = new Answer(200, "", body);
        vote("m-1");
        clock.advance(DEADLINE);
        readOne();
        assertThat(published()).hasSize(1);

        answer = new Answer(200, "", BOTH);
        clock.advance(DEADLINE.multipliedBy(9));
        readOne();
        assertThat(published()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"429, 1007, 120", "401, 2004, 60", "403, 2004, 60"})
    void no_poll_is_read_for_a_while_when_linq_asks_to_wait_or_rejects_the_key(int status, int code, int seconds) {
        answer = error(status, status == 429 ? "120" : "", code);
        vote("m-1");
        vote("m-2");
        clock.advance(DEADLINE);
        readOne();
        clock.advance(Duration.ofSeconds(seconds - 1));
        readOne();
        assertThat(asked).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        readOne();
        assertThat(asked).hasSize(2);
        assertThat(circuitBreaker.openReason())
                .as("calls are not paused by what is read beside them")
                .isEmpty();
    }

    private static Answer error(int status, String retryAfter, int code) {
        return new Answer(status, retryAfter, "{\"error\": {\"status\": %d, \"code\": %d}}".formatted(status, code));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"500, 3001", "503, 4004", "409, 2007"})
    void polls_whose_reads_fail_do_not_hold_up_the_others(int status, int code) {
        answer = error(status, "", code);
        List.of("m-1", "m-2", "m-3", "m-4", "m-5").forEach(this::vote);
        clock.advance(DEADLINE);
        readOne();
        readOne();
        answer = new Answer(200, "", BOTH);
        readOne();
        answer = error(status, "", code);
        readOne();
        readOne();

        assertThat(asked).hasSize(5);
    }

    @ParameterizedTest(name = "{0} after {1} s")
    @CsvSource({"500, '', 60", "503, 90, 90"})
    void no_poll_is_read_for_a_while_after_three_failures_in_a_row(int status, String retryAfter, int seconds) {
        answer = error(status, retryAfter, 3001);
        List.of("m-1", "m-2", "m-3", "m-4").forEach(this::vote);
        clock.advance(DEADLINE);
        for (int i = 0; i < 4; i++) {
            readOne();
        }
        assertThat(asked).hasSize(3);
        clock.advance(Duration.ofSeconds(seconds - 1));
        readOne();
        assertThat(asked).hasSize(3);

        clock.advance(Duration.ofSeconds(1));
        readOne();
        assertThat(asked).hasSize(4);
        assertThat(circuitBreaker.openReason())
                .as("calls are not paused by what is read beside them")
                .isEmpty();
    }

    @Test
    void a_clock_that_is_set_back_does_not_prolong_the_pause() {
        answer = error(429, "120", 1007);
        vote("m-1");
        vote("m-2");
        clock.advance(DEADLINE);
        readOne();
        clock.advance(Duration.ofHours(-1));
        readOne();

        assertThat(asked).hasSize(2);
    }

    @Test
    void no_poll_is_read_for_a_minute_when_linq_does_not_answer() {
        linq.stop(0);
        vote("m-1");
        vote("m-2");
        clock.advance(DEADLINE);
        readOne();

        assertThat(ledger.pollReadBack.takeDue()).as("the other one").isPresent();
        assertThat(circuitBreaker.openReason()).isEmpty();
    }
}
