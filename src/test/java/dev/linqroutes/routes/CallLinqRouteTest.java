package dev.linqroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.ledger.db.LedgerException;
import dev.linqroutes.ledger.db.LedgerUnavailable;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.ledger.model.PlannedCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire to Linq, and what each kind of answer does to the call: the route alone, with a real server. */
class CallLinqRouteTest extends CallRouteRig<Clock> {
    private static final String CONFLICT = "{\"error\": {\"code\": 2015, \"message\": \"Already a participant\"}}";
    private static final String REFUSED = "{\"error\": {\"code\": 1005, \"message\": \"no\"}}";

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private HttpServer linq;
    private Mailbox mailbox;
    private Script script;
    private volatile boolean connectionLost;

    private record Seen(String request, List<String> headers, String body) {}

    private interface Script {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    @Override
    void override(Properties settings) {
        try {
            linq = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        linq.setExecutor(Executors.newCachedThreadPool());
        linq.createContext("/", this::serve);
        linq.start();
        settings.put("linq.api.url", "http://127.0.0.1:" + linq.getAddress().getPort() + "/v3");
    }

    CallLinqRouteTest() {
        super(Clock.systemUTC());
    }

    @Override
    Object resultsOfRoute() {
        return new ResultsOnAnUnsteadyLedger();
    }

    /** Public, for Camel to call it. */
    public final class ResultsOnAnUnsteadyLedger {
        public void recordStart(@Variable("mailbox") Mailbox mailbox) {
            if (connectionLost) {
                throw new LedgerUnavailable("cannot note the call", new SocketTimeoutException("Read timed out"));
            }
            ledger.results.recordStart(mailbox);
        }
    }

    @BeforeEach
    void aCreateIsDue() throws InterruptedException {
        mailbox = claimed(
                new GroupAddress.NewGroup("order-1", "+12223334444", "members", Optional.empty()),
                new PlannedCall(1, CallKind.CREATE_CHAT, "POST", "/chats", "{\"to\": \"é\"}", Optional.of("key-1")),
                Optional.empty());
    }

    private Mailbox claimed(GroupAddress group, PlannedCall call, Optional<Instant> expiresAt)
            throws InterruptedException {
        accept("command " + call.kind(), group, call, expiresAt);
        return ledger.claim().get(0);
    }

    /** As after a try whose answer was lost. */
    private Mailbox claimedAgain(PlannedCall call) throws InterruptedException {
        Mailbox first = claimed(new GroupAddress.ByChat("chat-1"), call, Optional.empty());
        ledger.record(
                first,
                new CallResult.Retry(
                        Duration.ZERO, Reason.INDETERMINATE, CallResult.Fault.withoutResponse("no answer")));
        return await().until(ledger::claim, claimed -> !claimed.isEmpty()).get(0);
    }

    @AfterEach
    void close() {
        linq.stop(0);
    }

    @Test
    void linq_gets_the_key_and_the_body_and_nothing_that_was_in_the_exchange_before() {
        script = answering(201, "{\"chat\": {\"id\": \"chat-1\"}}");

        CallResult result = call();

        assertThat(result).isInstanceOf(CallResult.Accepted.class);
        assertThat(seen).singleElement().satisfies(request -> {
            assertThat(request.request).isEqualTo("POST /v3/chats");
            assertThat(request.body).isEqualTo("{\"to\": \"é\"}");
            assertThat(request.headers)
                    .contains("authorization: Bearer secret-key", "content-type: application/json")
                    .allMatch(
                            header -> header.matches(
                                    "(authorization|content-type|host|connection|user-agent|accept.*|content-length|transfer-encoding): .*"));
        });
    }

    @Test
    void the_client_does_not_repeat_a_429_by_itself() {
        script = exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "1");
            send(exchange, 429, "{\"error\": {\"code\": 1007, \"message\": \"slow down\"}}");
        };

        CallResult result = call();

        assertThat(result).isInstanceOfSatisfying(CallResult.Retry.class, again -> {
            assertThat(again.delay()).isEqualTo(Duration.ofSeconds(1));
            assertThat(again.isCountedAttempt()).isFalse();
        });
        assertThat(seen).hasSize(1);
    }

    @Test
    void the_client_does_not_repeat_a_503_by_itself() {
        script = answering(503, "<html>down</html>");

        assertThat(call()).isInstanceOf(CallResult.Retry.class);
        assertThat(seen).hasSize(1);
    }

    @Test
    void a_redirect_is_not_followed_with_the_key() {
        script = exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            send(exchange, 302, "");
        };

        assertThat(call()).isInstanceOf(CallResult.Retry.class);
        assertThat(seen).extracting(Seen::request).containsExactly("POST /v3/chats");
    }

    @Test
    void a_cookie_is_not_kept() {
        script = exchange -> {
            exchange.getResponseHeaders().add("Set-Cookie", "session=1; Path=/");
            send(exchange, 503, "");
        };

        call();
        call();

        assertThat(seen).hasSize(2).allSatisfy(request -> assertThat(request.headers)
                .noneMatch(header -> header.startsWith("cookie")));
    }

    @Test
    void a_connection_that_is_closed_without_an_answer_makes_the_call_due_again() {
        script = HttpExchange::close;

        assertThat(call()).isInstanceOf(CallResult.Retry.class);
        assertThat(seen).hasSize(1);
    }

    @Test
    void an_answer_that_breaks_off_makes_the_call_due_again() {
        script = exchange -> {
            exchange.sendResponseHeaders(201, 1000);
            exchange.getResponseBody().write("{\"chat\":".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        };

        assertThat(call()).isInstanceOf(CallResult.Retry.class);
    }

    @Test
    void a_good_answer_of_which_only_the_status_can_be_read_is_accepted() throws Exception {
        mailbox = claimed(new GroupAddress.ByChat("chat-1"), aVoiceMemo(), Optional.empty());
        script = exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(202, 0);
            exchange.close();
        };

        assertThat(call()).isInstanceOf(CallResult.Accepted.class);
        assertThat(seen).hasSize(1);
    }

    @Test
    void a_good_answer_that_breaks_off_is_accepted_where_nothing_in_it_is_needed() throws Exception {
        mailbox = claimed(new GroupAddress.ByChat("chat-1"), aVoiceMemo(), Optional.empty());
        script = exchange -> {
            exchange.sendResponseHeaders(202, 1000);
            exchange.getResponseBody().write("{\"voice_memo\":".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        };

        assertThat(call()).isInstanceOf(CallResult.Accepted.class);
    }

    @Test
    void a_voice_memo_has_a_connection_of_its_own() throws Exception {
        mailbox = claimed(new GroupAddress.ByChat("chat-1"), aVoiceMemo(), Optional.empty());
        script = answering(202, "{}");

        assertThat(call()).isInstanceOf(CallResult.Accepted.class);
        assertThat(seen).singleElement().satisfies(request -> assertThat(request.headers)
                .contains("connection: close"));
    }

    @Test
    void an_answer_of_a_gateway_makes_the_call_due_again() {
        script = answering(404, "no backend for this host");

        assertThat(call()).isInstanceOfSatisfying(CallResult.Retry.class, again -> assertThat(again.reason())
                .isEqualTo(Reason.NOT_EXECUTED));
    }

    @Test
    void a_wait_that_is_told_twice_is_as_long_as_the_longer() {
        script = exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "20");
            exchange.getResponseHeaders().add("Retry-After", "30");
            send(exchange, 503, "");
        };

        assertThat(call()).isInstanceOfSatisfying(CallResult.Retry.class, again -> assertThat(again.delay())
                .isEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void of_an_endless_answer_only_the_beginning_is_read() {
        script = answering(400, "{\"error\": {\"code\": 1004, \"message\": \"" + "x".repeat(20_000_000) + "\"}}");

        assertThat(call()).isInstanceOfSatisfying(CallResult.Failed.class, failed -> assertThat(
                        failed.fault().httpStatus())
                .contains(400));
    }

    @Test
    void linq_that_cannot_be_reached_makes_the_call_due_again() {
        linq.stop(0);

        assertThat(call()).isInstanceOf(CallResult.Retry.class);
    }

    @Test
    void a_voice_memo_that_may_have_been_sent_is_not_sent_again() throws Exception {
        mailbox = claimed(new GroupAddress.ByChat("chat-1"), aVoiceMemo(), Optional.empty());
        script = HttpExchange::close;

        assertThat(call()).isInstanceOfSatisfying(CallResult.Failed.class, failed -> assertThat(
                        failed.fault().message())
                .contains("not repeated"));
        assertThat(seen).hasSize(1);
    }

    @Test
    void a_voice_memo_that_was_begun_before_a_crash_is_not_sent_again() throws Exception {
        mailbox = claimed(new GroupAddress.ByChat("chat-1"), aVoiceMemo(), Optional.empty());
        ledger.results.recordStart(mailbox);

        assertThat(call()).isInstanceOf(CallResult.Failed.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void a_voice_memo_that_never_left_is_due_again() throws Exception {
        mailbox = claimed(new GroupAddress.ByChat("chat-1"), aVoiceMemo(), Optional.empty());
        linq.stop(0);

        assertThat(call()).isInstanceOf(CallResult.Retry.class);
    }

    @Test
    void a_voice_memo_that_Linq_told_to_wait_is_sent_when_the_time_has_come() throws Exception {
        mailbox = claimed(new GroupAddress.ByChat("chat-1"), aVoiceMemo(), Optional.empty());
        script = exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "1");
            send(exchange, 429, "{\"error\": {\"code\": 1007}}");
        };
        ledger.record(mailbox, call());
        mailbox = await().until(ledger::claim, claimed -> !claimed.isEmpty()).get(0);
        script = answering(202, "{}");

        assertThat(call()).isInstanceOf(CallResult.Accepted.class);
    }

    @Test
    void a_repeated_add_that_is_refused_is_accepted_when_the_person_is_in_the_chat() throws Exception {
        mailbox = claimedAgain(aMemberChange(CallKind.ADD_PARTICIPANT, "POST"));
        script = refusingChanges(chatWith("+12025550111", "active"));

        assertThat(call()).isInstanceOfSatisfying(CallResult.Accepted.class, accepted -> assertThat(accepted.effect())
                .isEqualTo(CallResult.Accepted.Effect.SHOWN));
        assertThat(seen)
                .extracting(Seen::request)
                .containsExactly("POST /v3/chats/chat-1/participants", "GET /v3/chats/chat-1");
    }

    @Test
    void an_add_that_was_only_ever_refused_has_changed_nothing_when_the_person_is_in_the_chat() throws Exception {
        Mailbox first = claimed(
                new GroupAddress.ByChat("chat-1"), aMemberChange(CallKind.ADD_PARTICIPANT, "POST"), Optional.empty());
        ledger.record(
                first,
                new CallResult.Retry(
                        Duration.ZERO, Reason.NOT_READY, CallResult.Fault.withoutResponse("already a participant")));
        mailbox = await().until(ledger::claim, claimed -> !claimed.isEmpty()).get(0);
        script = refusingChanges(chatWith("+12025550111", "active"));

        assertThat(call()).isInstanceOfSatisfying(CallResult.Accepted.class, accepted -> assertThat(accepted.effect())
                .isEqualTo(CallResult.Accepted.Effect.UNNECESSARY));
    }

    @Test
    void a_repeated_add_that_conflicts_with_the_chat_is_accepted_when_the_person_is_in_it() throws Exception {
        mailbox = claimedAgain(aMemberChange(CallKind.ADD_PARTICIPANT, "POST"));
        script = exchange -> {
            boolean read = exchange.getRequestMethod().equals("GET");
            send(exchange, read ? 200 : 409, read ? chatWith("+12025550111", "active") : CONFLICT);
        };

        assertThat(call()).isInstanceOf(CallResult.Accepted.class);
    }

    @Test
    void a_repeated_add_that_is_refused_has_failed_when_the_person_is_not_in_the_chat() throws Exception {
        mailbox = claimedAgain(aMemberChange(CallKind.ADD_PARTICIPANT, "POST"));
        script = refusingChanges(chatWith("+12025550111", "removed"));

        assertThat(call()).isInstanceOf(CallResult.Failed.class);
    }

    @Test
    void a_repeated_removal_that_is_refused_is_accepted_when_the_person_is_gone() throws Exception {
        mailbox = claimedAgain(aMemberChange(CallKind.REMOVE_PARTICIPANT, "DELETE"));
        script = refusingChanges(chatWith("+12025550111", "removed"));

        assertThat(call()).isInstanceOf(CallResult.Accepted.class);
        assertThat(seen.get(0).body).isEqualTo("{\"handle\":\"+12025550111\"}");
    }

    @Test
    void a_repeated_leave_that_is_refused_is_accepted_when_the_chat_is_closed_to_us() throws Exception {
        mailbox = claimedAgain(
                new PlannedCall(1, CallKind.LEAVE_CHAT, "POST", "/chats/{chat_id}/leave", "", Optional.empty()));
        script = answering(409, "{\"error\": {\"code\": 2013}}");

        assertThat(call()).isInstanceOf(CallResult.Accepted.class);
        assertThat(seen.get(0).body).isEmpty();
    }

    @Test
    void a_refused_change_of_members_is_looked_at_again_when_the_chat_cannot_be_read() throws Exception {
        mailbox = claimedAgain(aMemberChange(CallKind.ADD_PARTICIPANT, "POST"));
        script = exchange -> {
            boolean read = exchange.getRequestMethod().equals("GET");
            send(exchange, read ? 503 : 400, read ? "" : REFUSED);
        };

        assertThat(call()).isInstanceOf(CallResult.Retry.class);
    }

    @Test
    void a_refused_change_of_members_is_looked_at_again_when_the_chat_does_not_show_them() throws Exception {
        mailbox = claimedAgain(aMemberChange(CallKind.ADD_PARTICIPANT, "POST"));
        script = exchange -> {
            boolean read = exchange.getRequestMethod().equals("GET");
            send(exchange, read ? 200 : 400, read ? "<html>Welcome</html>" : REFUSED);
        };

        assertThat(call()).isInstanceOf(CallResult.Retry.class);
    }

    @Test
    void a_first_try_that_is_refused_has_failed() throws Exception {
        mailbox = claimed(
                new GroupAddress.ByChat("chat-1"), aMemberChange(CallKind.ADD_PARTICIPANT, "POST"), Optional.empty());
        script = answering(400, REFUSED);

        assertThat(call()).isInstanceOf(CallResult.Failed.class);
        assertThat(seen).hasSize(1);
    }

    @Test
    void a_command_that_has_lapsed_is_not_sent() throws Exception {
        mailbox = claimed(
                new GroupAddress.ByChat("chat-1"),
                aVoiceMemo(),
                Optional.of(clock.instant().minusSeconds(1)));

        assertThat(call()).isInstanceOf(CallResult.Expired.class);
        assertThat(seen).isEmpty();
    }

    @Test
    void an_id_is_one_segment_of_the_path_whatever_it_holds() throws Exception {
        mailbox = claimed(
                new GroupAddress.ByChat("../../phone_numbers?x=1#y"),
                aMemberChange(CallKind.LEAVE_CHAT, "POST"),
                Optional.empty());
        script = answering(202, "");

        assertThat(call()).isInstanceOf(CallResult.Accepted.class);
        assertThat(seen)
                .extracting(Seen::request)
                .containsExactly("POST /v3/chats/%2E%2E%2F%2E%2E%2Fphone_numbers%3Fx%3D1%23y/participants");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\u2028", "\u0085", " ", "/..", "?a", "é"})
    void a_call_that_no_address_can_have_fails_and_says_why(String behindId) throws Exception {
        String path = "/messages/b1a7c0de-1111-4a2b-8c3d-000000000101" + behindId + "/reactions";
        mailbox = claimed(
                new GroupAddress.ByChat("chat-1"),
                new PlannedCall(1, CallKind.REACT, "POST", path, "{}", Optional.empty()),
                Optional.empty());

        assertThat(call()).isInstanceOfSatisfying(CallResult.Failed.class, failed -> {
            assertThat(failed.attempted()).isFalse();
            assertThat(failed.fault().message()).contains("b1a7c0de-1111").contains("cannot be called");
        });
        assertThat(seen).isEmpty();
    }

    @Test
    void an_error_that_nobody_thought_of_counts_as_a_try_and_is_named() throws Exception {
        mailbox = claimed(
                new GroupAddress.ByChat("chat-1"),
                new PlannedCall(1, CallKind.REACT, "BREW", "/messages/1/reactions", "{}", Optional.empty()),
                Optional.empty());

        assertThat(call()).isInstanceOfSatisfying(CallResult.Retry.class, again -> {
            assertThat(again.isCountedAttempt()).isTrue();
            assertThat(again.fault().message()).startsWith("unexpected error: IllegalArgumentException: ");
        });
    }

    @Test
    void a_ledger_that_is_away_is_no_try_of_the_call() throws Exception {
        mailbox = claimed(new GroupAddress.ByChat("chat-1"), aVoiceMemo(), Optional.empty());
        ledger.close();

        Exchange exchange = template.request("direct:call-linq", each -> each.setVariable("mailbox", mailbox));

        assertThat(exchange.getException()).isInstanceOf(LedgerException.class);
    }

    @Test
    void a_connection_to_the_ledger_that_is_lost_says_nothing_of_linq() throws Exception {
        mailbox = claimed(new GroupAddress.ByChat("chat-1"), aVoiceMemo(), Optional.empty());
        connectionLost = true;

        Exchange exchange = template.request("direct:call-linq", each -> each.setVariable("mailbox", mailbox));

        assertThat(exchange.getException()).isInstanceOf(LedgerUnavailable.class);
        assertThat(seen).isEmpty();
    }

    private static PlannedCall aVoiceMemo() {
        return new PlannedCall(
                1, CallKind.SEND_VOICE_MEMO, "POST", "/chats/{chat_id}/voicememo", "{}", Optional.empty());
    }

    private static PlannedCall aMemberChange(CallKind kind, String method) {
        return new PlannedCall(
                1, kind, method, "/chats/{chat_id}/participants", "{\"handle\":\"+12025550111\"}", Optional.empty());
    }

    private static String chatWith(String handle, String status) {
        return "{\"handles\": [{\"handle\": \"" + handle + "\", \"status\": \"" + status + "\"},"
                + " {\"handle\": \"+12223334444\", \"is_me\": true}]}";
    }

    private static Script refusingChanges(String chat) {
        return exchange -> {
            boolean read = exchange.getRequestMethod().equals("GET");
            send(exchange, read ? 200 : 400, read ? chat : REFUSED);
        };
    }

    private CallResult call() {
        Exchange exchange = template.request("direct:call-linq", each -> {
            each.setVariable("mailbox", mailbox);
            each.getMessage().setHeader("kafka.KEY", "order-1");
            each.getMessage().setHeader("webhook-signature", "v1,x");
            each.getMessage().setBody("the body before");
        });
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody(CallResult.class);
    }

    private static Script answering(int status, String body) {
        return exchange -> send(exchange, status, body);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        seen.add(new Seen(
                exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                exchange.getRequestHeaders().entrySet().stream()
                        .map(header ->
                                header.getKey().toLowerCase(Locale.ROOT) + ": " + String.join(",", header.getValue()))
                        .toList(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        try {
            script.answer(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
