package dev.linqroutes.routes;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.ledger.db.LedgerUnavailable;
import dev.linqroutes.ledger.mailbox.CallResult;
import dev.linqroutes.ledger.mailbox.CallResult.Retry.Reason;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.model.Call;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.linq.CreateSequencer;
import dev.linqroutes.linq.RequestWriter;
import dev.linqroutes.linq.ResponseInterpreter;
import dev.linqroutes.linq.RetryBackoff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.Variable;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a worker empties a mailbox: the routes with Linq replaced, on a real ledger. */
class WorkMailboxRouteTest extends RouteRig {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration NEVER = Duration.ofDays(1);

    private final TestLedger ledger = TestLedger.inMemory(CLOCK)
            .mailboxes(1)
            .longestCall(Duration.ofSeconds(1))
            .poll(Duration.ofMillis(20))
            .askForName(Duration.ofSeconds(1))
            .open();
    private final AtomicInteger ledgerAway = new AtomicInteger();
    private final List<String> called = new CopyOnWriteArrayList<>();
    private volatile Answering linq = call -> accepted();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String nameShown = "";
    // Set while the superclass is constructed.
    private HttpServer chats;

    /** Public, for Camel to call it. */
    public final class ResultsOnAnUnsteadyLedger {
        public CompletionStage<Void> record(
                @Variable("mailbox") Mailbox mailbox,
                @Variable("call") Call call,
                @Body CallResult result,
                @Variable("startedAt") Instant started) {
            return ledgerAway.decrementAndGet() >= 0
                    ? CompletableFuture.failedFuture(new LedgerUnavailable("away", null))
                    : ledger.results.record(mailbox, call, result, started);
        }
    }

    private interface Answering {
        CallResult answer(String call) throws Exception;
    }

    /** Linq as far as it is asked for a chat. */
    private HttpServer chats() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/chats/chat-1", exchange -> {
                asked.incrementAndGet();
                byte[] chat =
                        """
                        {"id": "chat-1", "display_name": "%s", "handles": [{"handle": "Ann"}, {"handle": "Bob"}]}"""
                                .formatted(nameShown)
                                .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, chat.length);
                exchange.getResponseBody().write(chat);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void override(Properties settings) {
        chats = chats();
        settings.put("linq.api.url", "http://127.0.0.1:" + chats.getAddress().getPort());
    }

    WorkMailboxRouteTest() {
        super("work", "linq-api");
        replaceRouteFromWith("claim-mailboxes", "direct:claim-mailboxes");
    }

    @Override
    void bind(Registry registry) {
        registry.bind("mailboxes", ledger.mailboxes);
        registry.bind("linqRequests", new RequestWriter("key", CLOCK));
        registry.bind("createSequencer", new CreateSequencer(circuitBreaker(), CLOCK));
        registry.bind("linqResponses", answers());
        registry.bind("callResults", new ResultsOnAnUnsteadyLedger());
        registry.bind("chats", ledger.chats);
    }

    private static ResponseInterpreter answers() {
        return new ResponseInterpreter(new RetryBackoff(NEVER, NEVER, NEVER, NEVER, () -> 1), circuitBreaker(), CLOCK);
    }

    private static CircuitBreaker circuitBreaker() {
        return new CircuitBreaker(CLOCK, NEVER, NEVER, 10);
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call-linq").errorHandler(noErrorHandler()).process(exchange -> answer(exchange));
            }
        };
    }

    private void answer(Exchange exchange) throws Exception {
        Mailbox mailbox = exchange.getVariable("mailbox", Mailbox.class);
        exchange.setVariable("startedAt", CLOCK.instant());
        exchange.setVariable("call", mailbox.startNextCall(CLOCK.instant()));
        called.add(mailbox.nextCall().describe());
        exchange.getMessage().setBody(linq.answer(mailbox.nextCall().describe()));
    }

    @AfterEach
    void close() {
        chats.stop(0);
        ledger.close();
    }

    @Test
    void the_calls_of_a_mailbox_are_made_in_order_until_none_is_left() throws Exception {
        accept("ord-1", 3);

        work();

        assertThatTheWorkerIsFreeAgain();
        assertThat(called).containsExactly("ord-1 call 1", "ord-1 call 2", "ord-1 call 3");
    }

    @Test
    void a_call_that_has_to_wait_holds_back_those_behind_it() throws Exception {
        accept("ord-1", 3);
        CallResult.Fault fault = CallResult.Fault.withoutResponse("no answer");
        linq = call -> call.endsWith("2")
                ? new CallResult.Retry(Duration.ofMinutes(1), Reason.NOT_EXECUTED, fault)
                : accepted();

        work();

        assertThatTheWorkerIsFreeAgain();
        assertThat(called).containsExactly("ord-1 call 1", "ord-1 call 2");
    }

    @Test
    void a_worker_that_meets_an_unknown_error_gives_its_mailbox_back() throws Exception {
        accept("ord-1", 2);
        linq = call -> {
            throw new IllegalStateException("nobody thought of this");
        };

        work();

        assertThatTheWorkerIsFreeAgain();
        assertThat(called).containsExactly("ord-1 call 1");
    }

    @Test
    void an_answer_waits_for_the_ledger_and_is_not_asked_for_again() throws Exception {
        accept("ord-1", 2);
        ledgerAway.set(10);

        work();

        assertThatTheWorkerIsFreeAgain();
        assertThat(called).containsExactly("ord-1 call 1", "ord-1 call 2");
        assertThat(ledgerAway).hasValueLessThan(0);
    }

    @Test
    void a_program_that_is_told_to_stop_finishes_the_call_in_flight_and_gives_the_mailbox_back() throws Exception {
        accept("ord-1", 3);
        CountDownLatch inFlight = new CountDownLatch(1);
        linq = call -> {
            inFlight.countDown();
            await().until(() -> context.isStopping());
            return accepted();
        };
        work();
        inFlight.await();

        context.stop();

        assertThat(called).containsExactly("ord-1 call 1");
        assertThat(ledger.claim())
                .singleElement()
                .satisfies(mailbox -> assertThat(mailbox.nextCall().describe()).isEqualTo("ord-1 call 2"));
    }

    @Test
    void a_create_behind_a_group_without_a_name_is_tried_when_linq_was_asked_and_knows_none_either() throws Exception {
        nameShown = "Ann, Bob";
        aGroupWithoutAName("ord-1");
        linq = call -> new CallResult.Failed(CallResult.Fault.withoutResponse("no name"));
        accept(
                "ord-3",
                new GroupAddress.NewGroup("three", "line", "members", Optional.of("Three")),
                CallKind.CREATE_CHAT);

        work();

        assertThatTheWorkerIsFreeAgain();
        assertThat(called).containsExactly("ord-1 call 1", "ord-3 call 1");
        assertThat(asked).hasValue(1);
    }

    @Test
    void a_create_behind_a_group_that_linq_knows_a_name_of_is_not_failed_and_comes_again() throws Exception {
        nameShown = "Named by hand";
        aGroupWithoutAName("ord-1");
        accept(
                "ord-3",
                new GroupAddress.NewGroup("three", "line", "members", Optional.of("Three")),
                CallKind.CREATE_CHAT);

        work();

        await().until(() -> asked.get() == 1);
        assertThat(await().until(ledger::claim, claimed -> !claimed.isEmpty()))
                .singleElement()
                .satisfies(mailbox -> assertThat(mailbox.blocker()).isEmpty());
        assertThat(called).containsExactly("ord-1 call 1");
    }

    private void aGroupWithoutAName(String commandId) {
        linq = call ->
                new CallResult.Accepted(201, Optional.of("chat-1"), Optional.of("message"), Optional.of("trace"));
        accept(commandId, new GroupAddress.NewGroup("one", "line", "members", Optional.empty()), CallKind.CREATE_CHAT);
        work();
        await().until(() -> called.size() == 1);
    }

    private void work() {
        template.sendBody("direct:claim-mailboxes", "");
    }

    /** There is only one: a mailbox can be claimed when it has given back the one before, which is not due again. */
    private void assertThatTheWorkerIsFreeAgain() {
        accept("ord-2", 1);
        assertThat(await().until(ledger::claim, claimed -> !claimed.isEmpty()))
                .singleElement()
                .satisfies(mailbox -> assertThat(mailbox.nextCall().describe()).isEqualTo("ord-2 call 1"));
    }

    private void accept(String commandId, int calls) {
        accept(
                commandId,
                new GroupAddress.ByChat("chat of " + commandId),
                Collections.nCopies(calls, CallKind.SEND_MESSAGE).toArray(CallKind[]::new));
    }

    private void accept(String commandId, GroupAddress group, CallKind... calls) {
        ledger.accept(aCommand(commandId).forGroup(group).with(calls));
    }

    private static CallResult accepted() {
        return new CallResult.Accepted(202, Optional.empty(), Optional.of("message"), Optional.of("trace"));
    }
}
