package dev.linqroutes.bench.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.linqroutes.bench.sample.SampleWebhooks;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The least that an endpoint must do: verify the signature, and answer when the event is on the topic. It forgets what it had. */
public final class BareWebhooks {
    private static final List<String> SIGNED = List.of("webhook-id", "webhook-timestamp", "webhook-signature");
    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;

    private final ObjectMapper json = new ObjectMapper();
    private final Webhook verifier = new Webhook(SampleWebhooks.SECRET);
    private final PeerSettings settings;
    private final KafkaProducer<byte[], byte[]> producer;

    private BareWebhooks(PeerSettings settings) {
        this.settings = settings;
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", settings.brokers(), "acks", "all", "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public static void main(String... arguments) {
        PeerSettings settings = PeerSettings.fromEnvironment();
        BareWebhooks endpoint = new BareWebhooks(settings);
        Vertx.vertx()
                .createHttpServer()
                .requestHandler(endpoint::take)
                .listen(settings.webhookPort(), "127.0.0.1")
                .onSuccess(listening -> System.out.println(PeerSettings.READY));
    }

    private void take(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            try {
                verifier.verify(body.toString(), headers(request));
                publish(request, body.getBytes());
            } catch (WebhookVerificationException | IOException e) {
                request.response().setStatusCode(UNAUTHORIZED).end(e.getMessage());
            }
        });
    }

    private static Map<String, List<String>> headers(HttpServerRequest request) {
        Map<String, List<String>> headers = new HashMap<>();
        SIGNED.forEach(name -> headers.put(name, List.of(request.getHeader(name))));
        return headers;
    }

    private void publish(HttpServerRequest request, byte[] body) throws IOException {
        JsonNode event = json.readTree(body);
        byte[] chat = event.at("/data/chat/id").textValue().getBytes(StandardCharsets.UTF_8);
        List<Header> headers = List.of(
                new RecordHeader("ce_id", event.get("event_id").textValue().getBytes(StandardCharsets.UTF_8)));
        producer.send(
                new ProducerRecord<>(settings.events(), null, chat, body, headers),
                (metadata, error) -> request.response()
                        .setStatusCode(error == null ? 200 : UNAVAILABLE)
                        .end());
    }
}
