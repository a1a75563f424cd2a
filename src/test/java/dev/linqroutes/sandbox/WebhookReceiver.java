package dev.linqroutes.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linqroutes.sandbox.http.JsonTrees;
import dev.linqroutes.testing.LinqContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A webhook endpoint that answers 200 by default. It checks every webhook against the description of Linq's API. */
final class WebhookReceiver implements BeforeEachCallback, AfterEachCallback {
    private final LinqContract contract = LinqContract.load();
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final Queue<Integer> nextStatuses = new ConcurrentLinkedQueue<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private HttpServer server;
    private int port;

    /** A received request. */
    record Delivery(Map<String, List<String>> headers, String query, String text, Instant at) {
        JsonNode body() {
            try {
                return JsonTrees.read(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String type() {
            return body().path("event_type").asText();
        }

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElse("");
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        listen(0);
    }

    /** Starts on the same port after {@link #stop}. */
    void restart() throws IOException {
        listen(port);
    }

    private void listen(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
        this.port = server.getAddress().getPort();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        open();
        stop();
        threads.shutdownNow();
        for (Delivery delivery : deliveries) {
            List<String> problems = contract.checkWebhook(delivery.body());
            if (!problems.isEmpty()) {
                throw new AssertionError(delivery.text() + "\n" + String.join("\n", problems));
            }
        }
    }

    /** Delays all responses until {@link #open}. */
    void block() {
        gate = new CountDownLatch(1);
    }

    void open() {
        gate.countDown();
    }

    int inFlight() {
        return underWay.get();
    }

    int maxInFlight() {
        return mostUnderWay.get();
    }

    void stop() {
        server.stop(0);
    }

    String url() {
        return "http://127.0.0.1:" + port + "/hooks";
    }

    void respondNextWith(int... statuses) {
        for (int status : statuses) {
            nextStatuses.add(status);
        }
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    List<Delivery> await(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> deliveries.size() >= count);
        return deliveries;
    }

    Delivery awaitFirst(String type) {
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> deliveries.stream()
                .anyMatch(delivery -> delivery.type().equals(type)));
        return deliveries.stream()
                .filter(delivery -> delivery.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            gate.await();
            underWay.decrementAndGet();
            Integer status = nextStatuses.poll();
            exchange.sendResponseHeaders(status == null ? 200 : status, -1);
            deliveries.add(new Delivery(
                    Map.copyOf(exchange.getRequestHeaders()),
                    String.valueOf(exchange.getRequestURI().getQuery()),
                    text,
                    Instant.now()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
