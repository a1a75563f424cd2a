package dev.linqroutes.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.testing.LinqContract;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The description of Linq's API has each operation that the sandbox serves, and no other. */
class SandboxContractTest {
    private static final Path ROUTES = Path.of("src/main/java/dev/linqroutes/sandbox/api");
    private static final Pattern ROUTE = Pattern.compile("[^\\w]on\\(HttpMethod\\.(\\w+), \"([^\"]+)\"");
    private static final String A_PARAMETER = "{}";

    private final JsonNode description = LinqContract.load().document();

    @Test
    void each_operation_is_described() throws IOException {
        Set<String> served = new TreeSet<>();
        ROUTE.matcher(routes())
                .results()
                .forEach(route -> served.add(route.group(1).toLowerCase(Locale.ROOT) + " "
                        + route.group(2).replaceAll(":\\w+", A_PARAMETER)));

        Set<String> described = new TreeSet<>();
        description.get("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                    if (!method.equals("parameters")) {
                        described.add(method + " " + path.getKey().replaceAll("\\{\\w+}", A_PARAMETER));
                    }
                }));
        assertThat(described).hasSizeGreaterThan(30).isEqualTo(served);
    }

    private static String routes() throws IOException {
        StringBuilder sources = new StringBuilder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(ROUTES, "*.java")) {
            for (Path file : files) {
                sources.append(Files.readString(file));
            }
        }
        return sources.toString();
    }

    @Test
    void each_reference_leads_somewhere() {
        assertThat(description.get("openapi").asText()).isEqualTo("3.1.0");
        assertThat(description.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        description.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    @Test
    void each_schema_is_used() {
        Set<String> used = new TreeSet<>(description.findValuesAsText("$ref"));

        description.get("components").properties().forEach(kind -> kind.getValue()
                .fieldNames()
                .forEachRemaining(name -> {
                    if (!kind.getKey().equals("securitySchemes")) {
                        assertThat(used).contains("#/components/" + kind.getKey() + "/" + name);
                    }
                }));
    }
}
