package dev.linqroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.linqroutes.ledger.TestLedger;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.webhook.server.EventIntake;
import dev.linqroutes.webhook.server.WebhookResponses;
import dev.linqroutes.webhook.verify.WebhookResult;
import dev.linqroutes.webhook.verify.WebhookVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Linq is answered: the route alone, its door replaced, on a real ledger. */
class WebhooksRouteTest extends RouteRig {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY =
            "{\"event_id\":\"event-1\",\"event_type\":\"message.sent\",\"data\":{\"chat\":{\"id\":\"chat-1\"}}}";

    private final TestLedger ledger = TestLedger.inMemory(Clock.systemUTC()).open();
    private final TestClock clock = new TestClock();
    private final WebhookResponses answers = new WebhookResponses();

    WebhooksRouteTest() {
        super("webhooks");
        replaceRouteFromWith("webhooks", "direct:webhooks");
    }

    @Override
    void bind(Registry registry) {
        registry.bind("webhookVerifier", new WebhookVerifier(List.of(SECRET), false, clock));
        registry.bind("webhookResponses", answers);
        registry.bind(
                "eventIntake",
                new EventIntake(
                        Set.of("message.read", "chat.typing_indicator.started")::contains,
                        ledger.events::record,
                        ledger.events::longestWait,
                        Duration.ofSeconds(2),
                        Runnable::run));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void an_event_is_answered_when_it_is_in_the_ledger() throws Exception {
        Message answer = send(signed("event-1", BODY));

        assertThat(answer.getHeaders()).isEqualTo(Map.of(Exchange.HTTP_RESPONSE_CODE, "200"));
        assertThat(ledger.outbox.awaitRecords()).singleElement().satisfies(record -> assertThat(record.value())
                .isEqualTo(BODY.getBytes()));
    }

    @Test
    void an_event_that_the_ledger_cannot_take_is_to_come_again() throws Exception {
        Map<String, Object> request = signed("event-1", BODY);
        ledger.close();

        assertThat(send(request).getHeaders()).isEqualTo(Map.of(Exchange.HTTP_RESPONSE_CODE, "503"));
    }

    @Test
    void a_wrong_signature_is_rejected_for_good_also_when_the_ledger_is_away() throws Exception {
        Map<String, Object> request = signed("event-1", BODY + " ");
        ledger.close();

        assertThat(send(request).getHeaders()).isEqualTo(Map.of(Exchange.HTTP_RESPONSE_CODE, "401"));
    }

    @Test
    void an_event_that_comes_again_is_answered_as_the_first_time_and_counted() throws Exception {
        Map<String, Object> request = signed("event-1", BODY);

        send(new HashMap<>(request));

        assertThat(send(request).getHeaders()).isEqualTo(Map.of(Exchange.HTTP_RESPONSE_CODE, "200"));
        assertThat(ledger.events.duplicates()).isOne();
        assertThat(answers.count(WebhookResult.STORED)).isEqualTo(2);
        assertThat(ledger.outbox.awaitRecords()).hasSize(1);
    }

    @Test
    void an_event_of_a_dropped_type_that_reports_nothing_is_not_stored() throws Exception {
        String typing = BODY.replace("message.sent", "chat.typing_indicator.started");

        assertThat(send(signed("event-1", typing), typing).getHeaders())
                .isEqualTo(Map.of(Exchange.HTTP_RESPONSE_CODE, "200"));
        send(signed("event-1", typing), typing);

        assertThat(ledger.events.duplicates()).isZero();
        assertThat(storedEvents()).isEmpty();
        assertThat(answers.count(WebhookResult.DROPPED)).isEqualTo(2);
        assertThat(answers.count(WebhookResult.STORED)).isZero();
    }

    @Test
    void an_event_of_a_dropped_type_that_reports_something_is_stored() throws Exception {
        String read = BODY.replace("message.sent", "message.read");

        send(signed("event-1", read), read);

        assertThat(storedEvents()).containsExactly("event-1");
    }

    private List<String> storedEvents() {
        return ledger.database.jdbi().withHandle(handle -> handle.createQuery("SELECT event_id FROM event")
                .mapTo(String.class)
                .list());
    }

    @Test
    void a_signed_event_is_to_come_again_while_a_clock_is_off() throws Exception {
        Map<String, Object> request = signed("event-1", BODY);
        clock.advance(Duration.ofMinutes(6));

        assertThat(send(request).getHeaders()).isEqualTo(Map.of(Exchange.HTTP_RESPONSE_CODE, "503"));
        assertThat(answers.count(WebhookResult.WRONG_TIME)).isOne();
    }

    @Test
    void what_nobody_thought_of_is_to_come_again_and_tells_the_sender_nothing() throws Exception {
        Map<String, Object> request = signed("event-1", BODY);
        request.put("webhook-id", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("nobody thought of this");
            }
        });

        Message answer = send(request);

        assertThat(answer.getHeaders()).isEqualTo(Map.of(Exchange.HTTP_RESPONSE_CODE, "503"));
        assertThat(answer.getBody(String.class)).isEmpty();
        assertThat(answers.count(WebhookResult.FAILED)).isOne();
    }

    private Message send(Map<String, Object> headers) {
        return send(headers, BODY);
    }

    private Message send(Map<String, Object> headers, String body) {
        return template.request("direct:webhooks", exchange -> {
                    exchange.getMessage().setHeaders(headers);
                    exchange.getMessage().setHeader("Authorization", "Bearer of somebody");
                    exchange.getMessage().setBody(body.getBytes());
                })
                .getMessage();
    }

    private Map<String, Object> signed(String id, String body) throws Exception {
        long now = clock.instant().getEpochSecond();
        return new HashMap<>(Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(now),
                "webhook-signature", new Webhook(SECRET).sign(id, now, body)));
    }
}
