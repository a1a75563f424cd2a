package dev.linqroutes.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Validates records against {@code schemas/asyncapi.yaml}. */
public final class PublishedContract {
    private static final String FOLDER = "schemas/";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);
    private static final SchemaValidatorsConfig STRICT =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document;
    private final Map<String, List<Message>> byAddress = new HashMap<>();

    private PublishedContract(JsonNode document) {
        this.document = document;
        for (JsonNode channel : document.get("channels")) {
            List<Message> messages = new ArrayList<>();
            channel.get("messages").forEach(message -> messages.add(message(resolved(message))));
            byAddress.put(channel.get("address").textValue(), messages);
        }
    }

    public static PublishedContract load() {
        try (InputStream file = PublishedContract.class.getResourceAsStream("/" + FOLDER + "asyncapi.yaml")) {
            return new PublishedContract(
                    JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode document() {
        return document;
    }

    /** A message with the schemas of its parts. */
    private record Message(Optional<JsonSchema> key, Optional<JsonSchema> headers, Optional<JsonSchema> payload) {
        List<String> problems(ConsumerRecord<byte[], byte[]> read) {
            List<String> problems = new ArrayList<>();
            key.ifPresent(schema -> problems.addAll(problems("key", schema, text(read.key()))));
            headers.ifPresent(schema -> problems.addAll(problems("header", schema, headers(read))));
            payload.ifPresent(schema -> problems.addAll(problems("payload", schema, json(read.value()))));
            return problems;
        }

        private static List<String> problems(String part, JsonSchema schema, JsonNode json) {
            return schema.validate(json).stream()
                    .map(problem -> part + " " + problem.getMessage())
                    .toList();
        }

        private static JsonNode headers(ConsumerRecord<byte[], byte[]> read) {
            ObjectNode headers = JSON.createObjectNode();
            read.headers().forEach(header -> headers.set(header.key(), text(header.value())));
            return headers;
        }

        private static JsonNode text(byte[] bytes) {
            return bytes == null ? NullNode.getInstance() : TextNode.valueOf(new String(bytes, StandardCharsets.UTF_8));
        }

        private static JsonNode json(byte[] bytes) {
            try {
                return bytes == null ? NullNode.getInstance() : JSON.readTree(bytes);
            } catch (IOException e) {
                return text(bytes);
            }
        }
    }

    /**
     * Fails unless the record matches one of the messages of its topic.
     *
     * @param address the topic's name in the contract
     */
    public void assertConforms(String address, ConsumerRecord<byte[], byte[]> read) {
        List<Message> messages = byAddress.get(address);
        if (messages == null) {
            throw new AssertionError("the contract has no topic " + address);
        }
        List<List<String>> problems =
                messages.stream().map(message -> message.problems(read)).toList();
        if (problems.stream().noneMatch(List::isEmpty)) {
            throw new AssertionError(read + " does not keep to the contract of " + address + ": " + problems);
        }
    }

    private Message message(JsonNode message) {
        return new Message(
                schema(message.at("/bindings/kafka/key")),
                schema(message.path("headers")),
                schema(message.path("payload")));
    }

    private static Optional<JsonSchema> schema(JsonNode schema) {
        if (schema.isMissingNode()) {
            return Optional.empty();
        }
        if (schema.has("$ref")) {
            String file = schema.get("$ref").textValue().replaceFirst("^\\./", "");
            return Optional.of(SCHEMAS.getSchema(SchemaLocation.of("classpath:" + FOLDER + file), STRICT));
        }
        return Optional.of(SCHEMAS.getSchema(schema, STRICT));
    }

    /** Resolves a reference within the document. */
    public JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }
}
