package dev.linqroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.linqroutes.ledger.Database;
import dev.linqroutes.ledger.Lines;
import dev.linqroutes.ledger.Outbox;
import dev.linqroutes.ledger.Topics;
import dev.linqroutes.ledger.WorkSignal;
import dev.linqroutes.testing.TestLedger;
import dev.linqroutes.webhook.Webhooks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Linq is answered: the route alone, its door replaced, on a real ledger. */
class WebhooksRouteTest extends RouteTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY =
            "{\"event_id\":\"event-1\",\"event_type\":\"message.sent\",\"data\":{\"chat\":{\"id\":\"chat-1\"}}}";

    private final Database database = Database.open("jdbc:h2:mem:" + UUID.randomUUID(), "", "", 2);

    WebhooksRouteTest() {
        super("webhooks");
        replaceRouteFromWith("webhooks", "direct:webhooks");
    }

    @Override
    void bind(Registry registry) {
        Topics topics = new Topics("outcomes", "dead", "events", "groups");
        registry.bind("webhooks", new Webhooks(List.of(SECRET)));
        registry.bind(
                "events",
                TestLedger.events(
                        database, topics, Clock.systemUTC(), new Lines(Clock.systemUTC(), 7000, OptionalLong.empty())));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void an_event_is_answered_when_it_is_in_the_ledger() throws Exception {
        Message answer = send(signed("event-1", BODY));

        assertThat(answer.getHeaders()).isEqualTo(Map.of(Exchange.HTTP_RESPONSE_CODE, "200"));
        assertThat(new Outbox(database, Clock.systemUTC(), new WorkSignal(), Duration.ofSeconds(1), 10).await())
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isEqualTo(BODY.getBytes()));
    }

    @Test
    void an_event_that_the_ledger_cannot_take_is_to_come_again() throws Exception {
        Map<String, Object> request = signed("event-1", BODY);
        database.close();

        assertThat(send(request).getHeaders()).isEqualTo(Map.of(Exchange.HTTP_RESPONSE_CODE, "503"));
    }

    @Test
    void a_wrong_signature_is_rejected_for_good_also_when_the_ledger_is_away() throws Exception {
        Map<String, Object> request = signed("event-1", BODY + " ");
        database.close();

        assertThat(send(request).getHeaders()).isEqualTo(Map.of(Exchange.HTTP_RESPONSE_CODE, "401"));
    }

    private Message send(Map<String, Object> headers) {
        return template.request("direct:webhooks", exchange -> {
                    exchange.getMessage().setHeaders(headers);
                    exchange.getMessage().setHeader("Authorization", "Bearer of somebody");
                    exchange.getMessage().setBody(BODY.getBytes());
                })
                .getMessage();
    }

    private static Map<String, Object> signed(String id, String body) throws Exception {
        long now = Instant.now().getEpochSecond();
        return new HashMap<>(Map.of(
                "webhook-id", id,
                "webhook-timestamp", Long.toString(now),
                "webhook-signature", new Webhook(SECRET).sign(id, now, body)));
    }
}
