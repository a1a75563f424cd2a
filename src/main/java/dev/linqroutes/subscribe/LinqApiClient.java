package dev.linqroutes.subscribe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.linqroutes.linq.RequestNotSent;
import dev.linqroutes.linq.RetryAfterParser;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.http.HttpMethods;
import org.apache.hc.client5.http.utils.DateUtils;

/** Requests of the program's commands to Linq, by the program's HTTP component with its settings. The routes make their own. */
public final class LinqApiClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_RESPONSE_BYTES = 1_000_000;
    private static final int KEY_REJECTED = 401;

    private final ProducerTemplate producer;
    private final String apiUrl;
    private final String authorization;

    /** @param apiUrl https or http */
    public LinqApiClient(CamelContext context, String apiUrl, String apiKey) {
        this.producer = context.createProducerTemplate();
        this.apiUrl = apiUrl;
        this.authorization = "Bearer " + apiKey;
    }

    /** @param date when Linq has responded, by its own clock; empty if the response does not say */
    public record Response(JsonNode json, Optional<Instant> date) {}

    /** The URL of a path. */
    String url(String path) {
        return apiUrl + path;
    }

    private static Optional<Instant> date(Message response) {
        return Optional.ofNullable(response.getHeader("Date", String.class)).map(DateUtils::parseStandardDate);
    }

    /**
     * Makes a request.
     *
     * @param path below the API's base URL
     * @param fields of the JSON body; none for no body
     * @throws LinqRequestFailed when there is no 2xx response of Linq
     */
    public Response call(String method, String path, Map<String, Object> fields) {
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
            return new Response(json, date(response));
        }
        throw LinqRequestFailed.withAnswer(
                answer(status, json, response),
                describeError(method + " " + path, status, json, response.getHeader("X-Trace-ID", "", String.class)));
    }

    private static LinqRequestFailed.Answer answer(int status, JsonNode json, Message response) {
        JsonNode code = json.at("/error/code");
        return new LinqRequestFailed.Answer(
                OptionalInt.of(status),
                code.isInt() ? OptionalInt.of(code.intValue()) : OptionalInt.empty(),
                Optional.ofNullable(response.getHeader("Retry-After", String.class))
                        .flatMap(text -> RetryAfterParser.parse(text, Instant.now())));
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
