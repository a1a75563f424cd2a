package dev.linqroutes.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An operation of the description of Linq's API. */
final class LinqOperation {
    private static final String BODY = "/content/application~1json/schema";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String method;
    private final String id;
    private final Pattern path;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Optional<JsonSchema> request;
    private final Map<String, Answer> answers = new HashMap<>();

    private record Parameter(String name, String in, boolean required, boolean isList, JsonSchema schema) {}

    private record Answer(Optional<JsonSchema> body, List<Parameter> headers) {}

    LinqOperation(LinqContract contract, String method, String path) {
        this.method = method.toUpperCase(Locale.ROOT);
        this.path = Pattern.compile(path.replaceAll("\\{(\\w+)}", "(?<$1>[^/]+)"));
        JsonNode item = contract.open().get("paths").get(path);
        JsonNode operation = item.get(method);
        id = operation.get("operationId").textValue();
        item.path("parameters").forEach(parameter -> add(contract, parameter));
        operation.path("parameters").forEach(parameter -> add(contract, parameter));
        request = schema(contract, operation.path("requestBody").at(BODY));
        contract.closed()
                .get("paths")
                .get(path)
                .get(method)
                .get("responses")
                .properties()
                .forEach(answer -> answers.put(answer.getKey(), answer(contract, answer.getValue())));
    }

    private void add(LinqContract contract, JsonNode node) {
        JsonNode parameter = LinqContract.resolved(contract.open(), node);
        parameters.add(new Parameter(
                parameter.get("name").textValue(),
                parameter.get("in").textValue(),
                parameter.path("required").asBoolean(),
                parameter.at("/schema/type").asText().equals("array"),
                contract.schema(parameter.get("schema"))));
    }

    private static Answer answer(LinqContract contract, JsonNode node) {
        JsonNode answer = LinqContract.resolved(contract.closed(), node);
        List<Parameter> headers = new ArrayList<>();
        answer.path("headers").properties().forEach(entry -> {
            JsonNode header = LinqContract.resolved(contract.closed(), entry.getValue());
            headers.add(new Parameter(
                    entry.getKey(),
                    "header",
                    header.path("required").asBoolean(),
                    false,
                    contract.schema(header.get("schema"))));
        });
        return new Answer(schema(contract, answer.at(BODY)), headers);
    }

    private static Optional<JsonSchema> schema(LinqContract contract, JsonNode schema) {
        return schema.isMissingNode() ? Optional.empty() : Optional.of(contract.schema(schema));
    }

    String id() {
        return id;
    }

    boolean matches(LinqExchange exchange) {
        return exchange.method().equals(method) && path.matcher(exchange.path()).matches();
    }

    /** A request that does not conform has to be refused. */
    List<String> check(LinqExchange exchange) {
        List<String> problems = new ArrayList<>(checkAnswer(exchange));
        if (exchange.succeeded()) {
            checkRequest(exchange)
                    .forEach(problem -> problems.add(problem + ", but was answered " + exchange.status()));
        }
        return problems;
    }

    private List<String> checkRequest(LinqExchange exchange) {
        Matcher matcher = path.matcher(exchange.path());
        matcher.matches();
        Map<String, String> query = query(exchange);
        List<String> problems = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (parameter.in.equals("header")) {
                continue;
            }
            Optional<String> value = Optional.ofNullable(
                    parameter.in.equals("path") ? matcher.group(parameter.name) : query.get(parameter.name));
            problems.addAll(check(parameter, value));
        }
        request.ifPresent(
                schema -> problems.addAll(LinqContract.problems("request", schema, json(exchange.request()))));
        return problems;
    }

    private static List<String> check(Parameter parameter, Optional<String> value) {
        if (value.isEmpty()) {
            return parameter.required ? List.of(parameter.in + " " + parameter.name + " is missing") : List.of();
        }
        JsonNode text = parameter.isList ? list(value.get()) : TextNode.valueOf(value.get());
        // What is no number stays a text, which a schema of a number refuses.
        List<String> asText = LinqContract.problems(parameter.name, parameter.schema, text);
        if (asText.isEmpty() || !value.get().matches("-?\\d{1,9}")) {
            return asText;
        }
        return LinqContract.problems(parameter.name, parameter.schema, IntNode.valueOf(Integer.parseInt(value.get())));
    }

    private static JsonNode list(String joined) {
        ArrayNode list = JSON.createArrayNode();
        Stream.of(joined.split(",")).forEach(list::add);
        return list;
    }

    private static Map<String, String> query(LinqExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = Optional.ofNullable(exchange.uri().getRawQuery()).orElse("");
        for (String pair : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            // Nobody means a space by a plus in a number.
            String value = parts.length < 2 ? "" : parts[1].replace("+", "%2B");
            query.put(parts[0], URLDecoder.decode(value, StandardCharsets.UTF_8));
        }
        return query;
    }

    private List<String> checkAnswer(LinqExchange exchange) {
        Optional<Answer> described = answer(exchange.status());
        if (described.isEmpty()) {
            return List.of("the description of " + id + " has no status " + exchange.status());
        }
        Answer answer = described.get();
        List<String> problems = new ArrayList<>();
        answer.headers.forEach(
                header -> problems.addAll(check(header, exchange.headers().apply(header.name()))));
        if (answer.body.isEmpty()) {
            if (!exchange.answer().isEmpty()) {
                problems.add("the answer has a body");
            }
            return problems;
        }
        JsonNode body = json(exchange.answer());
        problems.addAll(LinqContract.problems("answer", answer.body.get(), body));
        if (!exchange.headers().apply("content-type").orElse("").equals("application/json")) {
            problems.add("the answer is not of type application/json");
        }
        if (!exchange.succeeded()) {
            problems.addAll(checkError(exchange, body.path("error")));
        }
        return problems;
    }

    private Optional<Answer> answer(int status) {
        return Optional.ofNullable(answers.get(Integer.toString(status)))
                .or(() -> Optional.ofNullable(answers.get(status / 100 + "XX")))
                .or(() -> Optional.ofNullable(answers.get("default")).filter(error -> status >= 400));
    }

    /** Headers repeat what is in the body. */
    private static List<String> checkError(LinqExchange exchange, JsonNode error) {
        List<String> problems = new ArrayList<>();
        if (error.path("status").asInt() != exchange.status()) {
            problems.add("error.status is not the status");
        }
        Optional<String> retryAfter = exchange.headers().apply("Retry-After");
        if (exchange.status() == 429
                && !retryAfter.equals(Optional.of(error.path("retry_after").asText()))) {
            problems.add("Retry-After is " + retryAfter + " and not error.retry_after");
        }
        return problems;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
