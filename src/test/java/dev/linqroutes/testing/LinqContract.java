package dev.linqroutes.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The calls, answers and webhooks of {@code schemas/linq-openapi.yaml}. Requests may have fields that are not described; what
 * the sandbox answers and sends may not, unless the description says {@code additionalProperties}.
 */
public final class LinqContract {
    private static final String OPEN = "https://linq-routes.example/open";
    private static final String CLOSED = "https://linq-routes.example/closed";
    private static final String SCHEMAS = "/components/schemas/";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LinqContract LOADED = new LinqContract(read());

    private final JsonNode document;
    private final JsonNode open;
    private final JsonNode closed;
    private final JsonSchemaFactory schemas;
    private final List<LinqOperation> operations = new ArrayList<>();
    private final Map<String, JsonSchema> webhooks = new TreeMap<>();

    private LinqContract(JsonNode document) {
        this.document = document;
        open = withReferencesTo(OPEN, document.deepCopy());
        closed = withReferencesTo(CLOSED, closed(document.deepCopy()));
        schemas = JsonSchemaFactory.getInstance(
                VersionFlag.V202012,
                factory -> factory.schemaLoaders(
                        loaders -> loaders.schemas(Map.of(OPEN, definitions(open), CLOSED, definitions(closed)))));
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (METHODS.contains(method.getKey())) {
                        operations.add(new LinqOperation(this, method.getKey(), path.getKey()));
                    }
                }));
        document.get("webhooks").fieldNames().forEachRemaining(type -> {
            JsonNode body = resolved(closed, closed.get("webhooks").get(type).at("/post/requestBody"));
            webhooks.put(type, schema(body.at("/content/application~1json/schema")));
        });
    }

    public static LinqContract load() {
        return LOADED;
    }

    private static JsonNode read() {
        try (InputStream file = LinqContract.class.getResourceAsStream("/schemas/linq-openapi.yaml")) {
            return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromInputStream(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode document() {
        return document;
    }

    /** The ids of all operations. */
    public Set<String> operationIds() {
        Set<String> ids = new TreeSet<>();
        operations.forEach(operation -> ids.add(operation.id()));
        return ids;
    }

    /** The types of all webhooks. */
    public Set<String> eventTypes() {
        return webhooks.keySet();
    }

    /** An exchange whose path is none of Linq's is not checked. @return its problems; empty if it conforms */
    public List<String> check(LinqExchange exchange) {
        return operations.stream()
                .filter(operation -> operation.matches(exchange))
                .findFirst()
                .map(operation -> operation.check(exchange))
                .orElse(List.of());
    }

    /** The id of the operation of an exchange; empty if its path is none of Linq's. */
    public String operationId(LinqExchange exchange) {
        return operations.stream()
                .filter(operation -> operation.matches(exchange))
                .map(LinqOperation::id)
                .findFirst()
                .orElse("");
    }

    /** @return the problems of a webhook; empty if it conforms */
    public List<String> checkWebhook(JsonNode webhook) {
        String type = webhook.path("event_type").asText();
        JsonSchema schema = webhooks.get(type);
        if (schema == null) {
            return List.of("the description has no webhook " + type);
        }
        return problems("webhook " + type, schema, webhook);
    }

    /** The description, for what clients send. */
    JsonNode open() {
        return open;
    }

    /** The description without fields that it does not have, for what Linq sends. */
    JsonNode closed() {
        return closed;
    }

    JsonSchema schema(JsonNode schema) {
        return schemas.getSchema(schema, CONFIG);
    }

    static List<String> problems(String what, JsonSchema schema, JsonNode json) {
        return schema.validate(json).stream()
                .map(problem -> what + " " + problem.getMessage())
                .toList();
    }

    /** Follows a reference of one of the two documents. */
    static JsonNode resolved(JsonNode document, JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : document.at(reference.substring(reference.indexOf('#') + 1));
    }

    private static JsonNode withReferencesTo(String document, JsonNode node) {
        if (node instanceof ObjectNode object && object.path("$ref").asText().startsWith("#")) {
            object.put("$ref", object.get("$ref").textValue().replace("#" + SCHEMAS, document + "#/$defs/"));
        }
        node.forEach(child -> withReferencesTo(document, child));
        return node;
    }

    private static String definitions(JsonNode document) {
        return JSON.createObjectNode()
                .set("$defs", document.at("/components/schemas"))
                .toString();
    }

    private static JsonNode closed(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.has("properties")
                && isObject(object.path("type"))
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(LinqContract::closed);
        return node;
    }

    private static boolean isObject(JsonNode type) {
        return type instanceof ArrayNode types
                ? StreamSupport.stream(types.spliterator(), false)
                        .anyMatch(one -> one.asText().equals("object"))
                : type.asText().equals("object");
    }
}
