package dev.linqroutes.routes;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCall;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.linq.CreateSequencer;
import dev.linqroutes.linq.RequestWriter;
import dev.linqroutes.linq.ResponseInterpreter;
import dev.linqroutes.linq.RetryBackoff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A create that waits for the name of another group: what it asks Linq, and what the answer means for all work. */
class BlockedCreateRouteTest extends RouteRig {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration PROBE = Duration.ofMillis(20);
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);
    private static final String UNNAMED =
            "{\"id\": \"chat-1\", \"display_name\": \"+12025550111\", \"handles\": [{\"handle\": \"+12025550111\"}]}";

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID();
    private final CircuitBreaker gate = new CircuitBreaker(CLOCK, PROBE, LONGEST_CALL, 1);
    private final ResponseInterpreter answers = new ResponseInterpreter(
            new RetryBackoff(
                    Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofMinutes(1), () -> 1),
            gate,
            CLOCK);
    private final TestLedger ledger = TestLedger.on(url, CLOCK)
            .gate(gate)
            .longestCall(LONGEST_CALL)
            .poll(Duration.ofMillis(20))
            .askForName(Duration.ofMillis(1))
            .open();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer linq;
    private volatile int status = 200;
    private volatile String retryAfter = "";
    private volatile String chat = UNNAMED;

    BlockedCreateRouteTest() {
        super("work", "call-linq", "linq-api");
        replaceRouteFromWith("claim-mailboxes", "direct:claim-mailboxes");
    }

    @Override
    void override(Properties settings) {
        try {
            linq = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        linq.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            byte[] body = chat.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        linq.start();
        settings.put("linq.api.url", "http://127.0.0.1:" + linq.getAddress().getPort() + "/v3");
    }

    @Override
    void bind(Registry registry) {
        registry.bind("clock", CLOCK);
        registry.bind("mailboxes", ledger.mailboxes);
        registry.bind("linqRequests", new RequestWriter("key", CLOCK));
        registry.bind("createSequencer", new CreateSequencer(gate, CLOCK));
        registry.bind("linqResponses", answers);
        registry.bind("callResults", ledger.results);
        registry.bind("chats", ledger.chats);
    }

    @AfterEach
    void close() {
        linq.stop(0);
        ledger.close();
    }

    @Test
    void a_name_that_linq_shows_lets_the_next_create_go() throws Exception {
        aGroupWhoseNameIsLate();
        chat = UNNAMED.replace("\"display_name\": \"+12025550111\"", "\"display_name\": \"First\"");

        workTheGroupBehindIt();

        await().until(() -> {
            template.sendBody("direct:claim-mailboxes", "");
            return asked.contains("POST /v3/chats");
        });
        assertThat(asked).startsWith("GET /v3/chats/chat-1");
    }

    @Test
    void an_answer_without_the_name_puts_the_create_off_and_shows_that_linq_is_there() throws Exception {
        aGroupWhoseNameIsLate();
        pauseAsUnreachable();

        workTheGroupBehindIt();

        assertThat(gate.openReason()).isEmpty();
        assertThat(dueAgain()).isBetween(Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void a_key_that_is_rejected_when_asking_for_a_name_pauses_all_work() throws Exception {
        aGroupWhoseNameIsLate();
        status = 401;

        workTheGroupBehindIt();

        assertThat(gate.openReason()).contains(CircuitBreaker.OpenReason.KEY_REJECTED);
    }

    @Test
    void a_lost_connection_when_asking_for_a_name_counts_like_any_other() throws Exception {
        aGroupWhoseNameIsLate();
        linq.stop(0);

        workTheGroupBehindIt();

        assertThat(gate.openReason()).contains(CircuitBreaker.OpenReason.UNREACHABLE);
        assertThat(dueAgain()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    }

    @Test
    void a_name_is_asked_for_again_when_linq_says() throws Exception {
        aGroupWhoseNameIsLate();
        status = 429;
        retryAfter = "17";

        workTheGroupBehindIt();

        assertThat(gate.openReason()).isEmpty();
        assertThat(dueAgain()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(17));
    }

    @Test
    void an_answer_that_is_no_chat_is_no_error() throws Exception {
        aGroupWhoseNameIsLate();
        chat = "[\"<html>\"]";

        workTheGroupBehindIt();

        assertThat(dueAgain()).isBetween(Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void a_create_that_only_waits_leaves_the_probe_to_other_work() throws Exception {
        accept("order-1");
        Mailbox first = ledger.claim().get(0);
        record(
                first,
                first.nextCall(),
                new CallResult.Retry(
                        Duration.ofMinutes(1), Reason.INDETERMINATE, CallResult.Fault.withoutResponse("no answer")));
        pauseAsUnreachable();

        workTheGroupBehindIt();

        assertThat(asked).isEmpty();
        assertThat(gate.openReason()).isPresent();
        assertThat(gate.acquirePermit(10).limit()).isEqualTo(1);
    }

    private void aGroupWhoseNameIsLate() throws Exception {
        accept("order-1");
        Mailbox first = ledger.claim().get(0);
        record(first, first.nextCall(), accepted(Optional.of("chat-1")));
        record(first, first.nextCall(), accepted(Optional.empty()));
    }

    private static CallResult accepted(Optional<String> chatId) {
        return new CallResult.Accepted(202, chatId, Optional.empty(), Optional.empty());
    }

    private void record(Mailbox mailbox, Call call, CallResult result) {
        ledger.results
                .record(mailbox, call, result, CLOCK.instant())
                .toCompletableFuture()
                .join();
    }

    private void pauseAsUnreachable() {
        Call any = new Call(
                1,
                "any",
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                CallKind.SEND_MESSAGE,
                "POST",
                "/",
                "",
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        answers.interpretNoResponse(any, new SocketTimeoutException("Read timed out"));
        assertThat(gate.openReason()).contains(CircuitBreaker.OpenReason.UNREACHABLE);
    }

    /** Its line and members are the same. */
    private void workTheGroupBehindIt() throws Exception {
        accept("order-2");
        await().until(() -> {
            template.sendBody("direct:claim-mailboxes", "");
            return dueAgain().compareTo(Duration.ZERO) > 0;
        });
    }

    private Duration dueAgain() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT due_at FROM mailbox WHERE mailbox = 'ref:order-2' AND lease IS NULL");
                ResultSet row = statement.executeQuery()) {
            return row.next() && row.getObject(1) != null
                    ? Duration.between(
                            Instant.now(),
                            row.getObject(1, OffsetDateTime.class).toInstant())
                    : Duration.ZERO.minusSeconds(1);
        }
    }

    private void accept(String ref) {
        ledger.accept(aCommand("create " + ref)
                .forGroup(new GroupAddress.NewGroup(ref, "+12223334444", "members", Optional.of("First")))
                .with(
                        new PlannedCall(1, CallKind.CREATE_CHAT, "POST", "/chats", "{}", Optional.of(ref + "-1")),
                        new PlannedCall(
                                2,
                                CallKind.UPDATE_CHAT,
                                "PUT",
                                "/chats/{chat_id}",
                                "{\"display_name\":\"First\"}",
                                Optional.empty())));
    }
}
