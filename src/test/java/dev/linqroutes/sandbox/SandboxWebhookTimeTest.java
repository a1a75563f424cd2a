package dev.linqroutes.sandbox;

import static dev.linqroutes.sandbox.TestSandbox.ANN;
import static dev.linqroutes.sandbox.TestSandbox.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.sandbox.http.JsonTrees;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Webhooks whose attempts fall into a time that a test lets pass at once. */
class SandboxWebhookTimeTest {
    @RegisterExtension
    final TestSandbox linq = new TestSandbox(options -> options.withFirstWebhookRetry(Duration.ofMinutes(1)));

    @RegisterExtension
    final WebhookReceiver inbox = new WebhookReceiver();

    @BeforeEach
    void subscribe() {
        linq.subscribe(inbox.url(), "message.sent");
    }

    private JsonNode delivery() {
        return linq.request("GET", linq.url("/sandbox/deliveries"), "", "")
                .body()
                .at("/deliveries/0");
    }

    private List<Instant> attempts() {
        return delivery()
                .path("attempts")
                .valueStream()
                .map(attempt -> Instant.parse(attempt.path("at").asText()))
                .toList();
    }

    private void awaitAttempts(int count) {
        Awaitility.await().until(() -> attempts().size() >= count);
        assertThat(attempts()).hasSize(count);
    }

    private void awaitState(String state) {
        Awaitility.await().until(() -> delivery().path("state").asText().equals(state));
    }

    private Instant now() {
        return Instant.parse(linq.admin("GET", "/time", JsonTrees.object()).text("/now"));
    }

    @Test
    void all_attempts_of_a_day_that_passes_are_made_each_at_its_time() {
        inbox.stop();
        linq.createGroup("one", ANN, BOB);
        awaitAttempts(1);
        JsonNode next = delivery().path("next_attempt");
        assertThat(Instant.parse(next.path("at").asText())).isAfter(now().plusSeconds(40));
        assertThat(next.path("failed").intValue()).isEqualTo(1);
        assertThat(next.path("left").intValue()).isEqualTo(9);

        linq.advance("P1D");
        awaitState("dropped");
        assertThat(delivery().path("reason").asText()).isEqualTo("Given up after attempt 10");
        assertThat(delivery().path("next_attempt").isNull()).isTrue();

        List<Instant> attempts = attempts();
        assertThat(attempts).hasSize(10);
        assertThat(IntStream.range(1, 10)
                        .mapToObj(later -> Duration.between(attempts.get(later - 1), attempts.get(later))))
                .allSatisfy(wait -> assertThat(wait).isBetween(Duration.ofSeconds(53), Duration.ofMinutes(10)));
        assertThat(Duration.between(attempts.get(9), now())).isGreaterThan(Duration.ofHours(22));
    }

    @Test
    void no_attempt_is_made_before_its_time() throws IOException {
        inbox.stop();
        linq.createGroup("one", ANN, BOB);
        awaitAttempts(1);

        linq.advance("PT50S");
        linq.advance("PT20S");
        awaitAttempts(2);
        inbox.restart();
        linq.advance("PT1M");
        assertThat(inbox.deliveries()).isEmpty();
        linq.advance("PT3M");

        inbox.await(1);
        awaitState("delivered");
        assertThat(attempts()).hasSize(3);
    }

    @Test
    void an_attempt_that_takes_longer_than_the_time_to_pass_has_its_own_time() {
        inbox.respondNextWith(503, 503);
        inbox.block();
        linq.createGroup("one", ANN, BOB);
        Awaitility.await().until(() -> inbox.inFlight() == 1);

        linq.advance("PT2M");
        inbox.open();
        inbox.await(2);

        awaitAttempts(2);
        assertThat(Duration.between(attempts().get(0), now()))
                .isGreaterThan(Duration.ofMinutes(1).plusSeconds(55));
        assertThat(Duration.between(attempts().get(1), now())).isGreaterThan(Duration.ofSeconds(50));
    }
}
