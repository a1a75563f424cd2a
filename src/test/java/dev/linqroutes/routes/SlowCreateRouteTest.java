package dev.linqroutes.routes;

import static dev.linqroutes.ledger.TestCommands.aCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.GroupAddress;
import dev.linqroutes.linq.CircuitBreaker;
import dev.linqroutes.linq.CreateSequencer;
import dev.linqroutes.linq.RequestWriter;
import dev.linqroutes.linq.ResponseInterpreter;
import dev.linqroutes.linq.RetryBackoff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A slow create, and commands that name its chat by id before Linq has answered: a webhook may tell the id earlier. */
class SlowCreateRouteTest extends RouteRig {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int ALTERNATELY = 20;

    private final TestLedger ledger = TestLedger.inMemory(CLOCK)
            .longestCall(Duration.ofMinutes(1))
            .poll(Duration.ofMillis(20))
            .perMinute(2 * ALTERNATELY)
            .open();
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private final AtomicInteger inChat = new AtomicInteger();
    private final AtomicInteger mostInChat = new AtomicInteger();
    // Used while the superclass is constructed.
    private CountDownLatch createArrived;
    private CountDownLatch createAnswered;
    private ExecutorService linqThreads;
    private HttpServer linq;

    SlowCreateRouteTest() {
        super("work", "call-linq", "linq-api");
    }

    @Override
    void override(Properties settings) {
        createArrived = new CountDownLatch(1);
        createAnswered = new CountDownLatch(1);
        linqThreads = Executors.newCachedThreadPool();
        try {
            linq = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        linq.setExecutor(linqThreads);
        linq.createContext("/v3/chats", this::answer);
        linq.start();
        settings.put("linq.api.url", "http://127.0.0.1:" + linq.getAddress().getPort() + "/v3");
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean create = exchange.getRequestURI().getPath().equals("/v3/chats");
        String message = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (create) {
            createArrived.countDown();
            awaitOrFail(createAnswered);
        } else {
            mostInChat.accumulateAndGet(inChat.incrementAndGet(), Math::max);
            arrived.add(message);
            inChat.decrementAndGet();
        }
        byte[] body = (create
                        ? "{\"chat\": {\"id\": \"chat-1\", \"message\": {\"id\": \"m\"}}}"
                        : "{\"message\": {\"id\": \"m\"}}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(201, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void awaitOrFail(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IOException("the test has not let the create be answered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    void bind(Registry registry) {
        Duration never = Duration.ofDays(1);
        CircuitBreaker circuitBreaker = new CircuitBreaker(CLOCK, never, never, 10);
        registry.bind("clock", CLOCK);
        registry.bind("mailboxes", ledger.mailboxes);
        registry.bind("linqRequests", new RequestWriter("key", CLOCK));
        registry.bind("createSequencer", new CreateSequencer(circuitBreaker, CLOCK));
        registry.bind(
                "linqResponses",
                new ResponseInterpreter(new RetryBackoff(never, never, never, never, () -> 1), circuitBreaker, CLOCK));
        registry.bind("callResults", ledger.results);
        registry.bind("chats", ledger.chats);
    }

    @AfterEach
    void close() {
        linq.stop(0);
        linqThreads.shutdownNow();
        ledger.close();
    }

    @Test
    void messages_keep_their_order_when_the_chat_is_named_by_its_id_before_its_create_is_answered() throws Exception {
        accept("create", new GroupAddress.NewGroup("g", "line", "members", Optional.empty()), CallKind.CREATE_CHAT);
        assertThat(createArrived.await(30, TimeUnit.SECONDS)).isTrue();
        send(0, true);
        await().until(() -> arrived.size() == 1);
        send(1, false);
        send(2, true);
        createAnswered.countDown();
        await().until(() -> arrived.size() == 3);

        IntStream.rangeClosed(3, ALTERNATELY + 2).forEach(number -> send(number, number % 2 == 0));

        await().until(() -> arrived.size() == ALTERNATELY + 3);
        assertThat(arrived.subList(3, arrived.size()))
                .containsExactlyElementsOf(IntStream.rangeClosed(3, ALTERNATELY + 2)
                        .mapToObj(SlowCreateRouteTest::text)
                        .toList());
        assertThat(mostInChat).as("calls to the chat at a time").hasValue(1);
    }

    private static String text(int number) {
        return "{\"text\":\"m " + number + "\"}";
    }

    private void send(int number, boolean byId) {
        accept(
                text(number),
                byId ? new GroupAddress.ByChat("chat-1") : new GroupAddress.ByRef("g"),
                CallKind.SEND_MESSAGE);
    }

    private void accept(String body, GroupAddress group, CallKind kind) {
        String id = UUID.randomUUID().toString();
        String path = kind == CallKind.CREATE_CHAT ? "/chats" : "/chats/{chat_id}/messages";
        ledger.accept(aCommand(id).forGroup(group).with(kind, path, body));
    }
}
