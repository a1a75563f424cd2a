package dev.linqroutes.subscribe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.linqroutes.linq.RequestNotSent;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpMethods;

/**
 * Client of Linq's webhook subscriptions API (reference 2.14). Uses the program's HTTP component with its settings. Every method
 * throws {@link LinqRequestFailed} when the request fails.
 */
public final class SubscriptionClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/webhook-subscriptions";
    private static final int MAX_RESPONSE_BYTES = 1_000_000;
    private static final int KEY_REJECTED = 401;

    private final ProducerTemplate producer;
    private final String apiUrl;
    private final String authorization;

    /** @throws IllegalArgumentException when the URL is not http or https */
    public SubscriptionClient(CamelContext context, String apiUrl, String apiKey) {
        if (!apiUrl.startsWith("https://") && !apiUrl.startsWith("http://")) {
            throw new IllegalArgumentException(
                    "setting linq.api.url (LINQ_API_URL) must start with https://, is \"" + apiUrl + "\"");
        }
        this.producer = context.createProducerTemplate();
        this.apiUrl = apiUrl;
        this.authorization = "Bearer " + apiKey;
    }

    /**
     * A subscription that was just created.
     *
     * @param secret signs its webhooks; Linq returns it only here. Empty if Linq returned none
     */
    public record CreatedSubscription(Subscription subscription, Optional<String> secret) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "CreatedSubscription[" + subscription + "]";
        }
    }

    /** The event types that can be subscribed; empty if the server does not list them. */
    public Optional<Set<String>> readOfferedEvents() {
        try {
            Set<String> types =
                    Subscription.texts(call("GET", "/webhook-events", Map.of()).path("events"));
            return Optional.of(types).filter(offered -> !offered.isEmpty());
        } catch (LinqRequestFailed e) {
            if (e.hasStatus(404)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Active and inactive ones. */
    public List<Subscription> readAll() {
        JsonNode subscriptions = call("GET", PATH, Map.of()).path("subscriptions");
        return StreamSupport.stream(subscriptions.spliterator(), false)
                .flatMap(each -> Subscription.read(each).stream())
                .toList();
    }

    public CreatedSubscription create(DesiredSubscription desired) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("target_url", desired.callback().url());
        fields.put("subscribed_events", desired.events());
        if (!desired.lines().isEmpty()) {
            fields.put("phone_numbers", desired.lines());
        }
        try {
            JsonNode created = call("POST", PATH, fields);
            Subscription subscription = Subscription.read(created)
                    .orElseThrow(() -> LinqRequestFailed.withoutResponse(
                            "Linq's response to POST " + PATH + " contains no subscription", null));
            return new CreatedSubscription(
                    subscription,
                    Optional.of(created.path("signing_secret").asText("")).filter(secret -> !secret.isEmpty()));
        } catch (LinqRequestFailed e) {
            throw e.isRefusal()
                    ? e
                    : e.withAdvice(
                            "The subscription may have been created, but its secret is lost. Check with `subscribe --check`, delete the subscription (DELETE "
                                    + apiUrl + PATH + "/ID) and subscribe again");
        }
    }

    /** Sends no request if nothing changes. */
    public void update(String id, SubscriptionUpdate change) {
        if (!change.fields().isEmpty()) {
            call("PUT", PATH + "/" + id, change.fields());
        }
    }

    /** The URL of a subscription, for DELETE. */
    public String resourceUrl(Subscription subscription) {
        return apiUrl + PATH + "/" + subscription.id();
    }

    private JsonNode call(String method, String path, Map<String, Object> fields) {
        byte[] body = fields.isEmpty() ? null : bytes(fields);
        Exchange exchange = producer.request(apiUrl + "?throwExceptionOnFailure=false", request -> {
            Message message = request.getMessage();
            message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(method));
            message.setHeader(Exchange.HTTP_PATH, path);
            message.setHeader("Authorization", authorization);
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            message.setBody(body);
        });
        if (exchange.getException() != null) {
            throw unreachable(exchange.getException());
        }
        Message response = exchange.getMessage();
        int status = response.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        JsonNode json = json(response);
        if (status / 100 == 2 && json.isObject() && !json.path("error").isObject()) {
            return json;
        }
        throw LinqRequestFailed.withStatus(
                status,
                describeError(method + " " + path, status, json, response.getHeader("X-Trace-ID", "", String.class)));
    }

    private LinqRequestFailed unreachable(Exception reason) {
        return LinqRequestFailed.withoutResponse(
                "no response from Linq at " + apiUrl + " (LINQ_API_URL): "
                        + (reason instanceof RequestNotSent
                                ? ""
                                : reason.getClass().getSimpleName() + ": ")
                        + reason.getMessage(),
                reason);
    }

    private String describeError(String call, int status, JsonNode json, String traceHeader) {
        String details = details(status, json, traceHeader);
        if (status == KEY_REJECTED) {
            return "Linq rejected the API key (LINQ_API_KEY): " + details;
        }
        JsonNode message = json.at("/error/message");
        return message.isTextual()
                ? "Linq rejected " + call + ": " + message.textValue() + " (" + details + ")"
                : "the response to " + call + " is not from Linq (" + details + "); check the address " + apiUrl
                        + " (LINQ_API_URL)";
    }

    private static String details(int status, JsonNode json, String traceHeader) {
        JsonNode code = json.at("/error/code");
        String trace = json.path("trace_id").asText(traceHeader);
        return Stream.of(
                        "HTTP " + status,
                        code.isInt() ? "code " + code : "",
                        trace.isEmpty() ? "" : "trace " + trace,
                        json.at("/error/doc_url").asText(""))
                .filter(detail -> !detail.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static byte[] bytes(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A missing node if the body is not JSON, such as a gateway's error page. */
    private static JsonNode json(Message response) {
        try (InputStream in = response.getBody(InputStream.class)) {
            JsonNode json = in == null ? null : JSON.readTree(in.readNBytes(MAX_RESPONSE_BYTES));
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
