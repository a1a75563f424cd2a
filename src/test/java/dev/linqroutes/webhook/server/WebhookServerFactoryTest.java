package dev.linqroutes.webhook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.RawHttp;
import dev.linqroutes.webhook.verify.WebhookResult;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The webhook route with its real server, over the wire, and a ledger that the test can block. */
class WebhookServerFactoryTest extends WebhookServerRig {
    private static final int MUTATED_REQUESTS = 4_000;

    /** 503 for other paths below {@code /webhooks/}, which have no route. */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 404, 405, 413, 414, 417, 431, 503);

    // Load

    @Test
    void a_thousand_webhooks_can_wait_for_the_ledger_at_once() throws Exception {
        ledger = new CompletableFuture<>();
        List<CompletableFuture<Integer>> statuses = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            statuses.add(post("e-" + i, body(i)));
        }
        await().atMost(SOON).until(() -> stored.size() == statuses.size());
        assertThat(statuses).noneMatch(CompletableFuture::isDone);

        ledger.complete(null);

        assertThat(statuses).allSatisfy(status -> assertThat(status.get()).isEqualTo(200));
        assertThat(responses.count(WebhookResult.STORED)).isEqualTo(1_000);
    }

    @Test
    void a_webhook_that_waits_too_long_for_the_ledger_gets_503() throws Exception {
        ledger = new CompletableFuture<>();
        CompletableFuture<Integer> first = post("e-1", body(1));
        await().atMost(SOON).until(() -> !stored.isEmpty());
        advanceClock(LONGEST_WAIT.multipliedBy(2));
        CompletableFuture<Integer> second = post("e-2", body(2));
        assertThat(second.get()).isEqualTo(503);
        assertThat(first).isNotDone();

        advanceClock(Duration.ofNanos(1));

        assertThat(first.get()).isEqualTo(503);
        assertThat(loggedReasons())
                .containsExactly("overloaded: the oldest pending webhook has waited longer than"
                        + " linq.webhook.max-queue-time");
        // Storing it later does not change the response.
        ledger.complete(null);
        assertThat(post("e-1", body(1)).get()).isEqualTo(200);
    }

    @Test
    void while_one_webhook_waits_too_long_new_ones_get_503_at_once() throws Exception {
        ledger = new CompletableFuture<>();
        CompletableFuture<Integer> first = post("e-1", body(1));
        await().atMost(SOON).until(() -> !stored.isEmpty());
        advanceClock(LONGEST_WAIT.plusNanos(1));

        assertThat(post("e-2", body(2)).get()).isEqualTo(503);

        assertThat(first).isNotDone();
        assertThat(stored).hasSize(1);
        ledger.complete(null);
        assertThat(first.get()).isEqualTo(200);
        assertThat(post("e-2", body(2)).get()).isEqualTo(200);
    }

    @Test
    void while_the_ledger_lags_webhooks_get_503_at_once() throws Exception {
        lag = LONGEST_WAIT.plusMillis(1);
        assertThat(post("e-1", body(1)).get()).isEqualTo(503);
        assertThat(stored).isEmpty();
        assertThat(responses.count(WebhookResult.LAGGING)).isOne();

        lag = LONGEST_WAIT;
        assertThat(post("e-1", body(1)).get()).isEqualTo(200);
    }

    @Test
    void webhooks_wait_up_to_the_buffer_size_and_the_others_get_503() throws Exception {
        ledger = new CompletableFuture<>();
        String large = body(1) + " ".repeat(990_000);

        List<CompletableFuture<Integer>> statuses =
                IntStream.range(0, 40).mapToObj(i -> post("e-" + i, large)).toList();
        await().atMost(SOON).until(() -> statuses.stream().anyMatch(CompletableFuture::isDone));
        ledger.complete(null);

        assertThat(statuses.stream()
                        .map(CompletableFuture::join)
                        .collect(Collectors.groupingBy(each -> each, Collectors.counting())))
                .containsOnlyKeys(200, 503)
                .hasEntrySatisfying(200, count -> assertThat(count).isBetween(30L, 39L));
    }

    @Test
    void the_reason_of_a_503_is_logged() throws Exception {
        ledger = new CompletableFuture<>();
        String large = body(1) + " ".repeat(990_000);
        List<CompletableFuture<Integer>> waiting = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            waiting.add(post("e-" + i, large));
            await().atMost(SOON).until(() -> stored.size() == waiting.size());
        }
        assertThat(post("e-33", large).get()).isEqualTo(503);

        advanceClock(LONGEST_WAIT.multipliedBy(2).plusNanos(1));

        assertThat(waiting).allSatisfy(status -> assertThat(status.get()).isEqualTo(503));
        assertThat(loggedReasons())
                .containsExactly("admission buffer full (32 MB)", "not stored within 4000 ms; check the database");
    }

    @Test
    void an_event_that_the_ledger_refuses_gets_503() throws Exception {
        ledger = CompletableFuture.failedFuture(new IllegalStateException("the ledger's own secret"));

        HttpResponse<String> response = http.send(request("e-1", body(1)), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEmpty();
    }

    // Requests of any form

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void webhooks_are_accepted_over_any_http_version(HttpClient.Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        for (int i = 0; i < 3; i++) {
            assertThat(client.send(request("e-1", body(1)), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void the_response_contains_nothing_of_the_request() throws Exception {
        HttpResponse<String> response = http.send(request("e-1", body(1)), HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().map().keySet()).containsOnly("content-length");
    }

    /** A redirect turns POST into GET, and Linq does not retry a 405. */
    @Test
    void a_signed_request_with_another_method_gets_503_and_an_unsigned_one_405() throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
            assertThat(send(RawHttp.request(method, "/webhooks/linq")))
                    .as(method)
                    .isEqualTo(405);
            assertThat(send(RawHttp.request(method, "/webhooks/linq").with(signed("e-1", body(1)))))
                    .as("%s, signed", method)
                    .isEqualTo(503);
        }
        assertThat(stored).isEmpty();
        assertThat(loggedReasons()).allSatisfy(reason -> assertThat(reason).contains("not a POST"));
    }

    @Test
    void a_signed_body_is_accepted_with_any_content_type() throws Exception {
        for (String type : List.of(
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "multipart/form-data",
                "text/plain; charset=nonsense",
                "nonsense",
                "")) {
            assertThat(send(RawHttp.request("POST", "/webhooks/linq")
                            .with(signed("e-1", body(1)))
                            .header("Content-Type", type)))
                    .as(type)
                    .isEqualTo(200);
        }
        assertThat(stored).allSatisfy(event -> assertThat(event.body()).isEqualTo(bytes(body(1))));
    }

    @Test
    void of_mutated_requests_only_signed_ones_are_accepted_and_none_causes_a_server_error() throws Exception {
        Random random = new Random(20_260_821);
        TreeMap<Integer, Integer> statuses = new TreeMap<>();
        Set<String> signed = new HashSet<>();
        try (RawHttp.Connection connection = new RawHttp.Connection(port)) {
            for (int i = 0; i < MUTATED_REQUESTS; i++) {
                String body = body(i) + "x".repeat(random.nextInt(2_000));
                signed.add(body);
                RawHttp request = RawHttp.request("POST", "/webhooks/linq").with(signed("msg_" + i, body));
                int status = connection.send(random.nextInt(10) == 0 ? request : request.mutated(random));
                statuses.merge(status, 1, Integer::sum);
            }
        }

        assertThat(statuses.keySet())
                .allMatch(status -> status == 200 || status == RawHttp.NO_ANSWER || REFUSALS.contains(status));
        assertThat(responses.count(WebhookResult.FAILED)).isZero();
        assertThat(responses.count(WebhookResult.LAGGING)).isZero();
        assertThat(statuses.get(200)).as("accepted of %s", statuses).isGreaterThan(MUTATED_REQUESTS / 10);
        assertThat(statuses.get(401)).as("rejected of %s", statuses).isGreaterThan(MUTATED_REQUESTS / 5);
        assertThat(stored)
                .hasSize(statuses.get(200))
                .allMatch(event -> signed.contains(new String(event.body(), StandardCharsets.ISO_8859_1)));
    }
}
