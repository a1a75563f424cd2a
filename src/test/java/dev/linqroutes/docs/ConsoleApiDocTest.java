package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The description of the console's API has each method and path that there is, and no other. */
class ConsoleApiDocTest {
    private static final Path DESCRIPTION = Path.of("src/main/resources/console/openapi.yaml");
    private static final Path ROUTES = Path.of("src/main/java/dev/linqroutes/console/ConsoleRoutes.java");
    private static final Pattern ROUTE = Pattern.compile(
            "(?:on\\(router, HttpMethod\\.(GET|POST|DELETE), \"|router\\.(get|post|delete)\\(API \\+ \")([^\"]+)\"");

    @Test
    void each_path_is_described() throws IOException {
        Set<String> served = new TreeSet<>();
        ROUTE.matcher(Files.readString(ROUTES)).results().forEach(route -> {
            String method = (route.group(1) == null ? route.group(2) : route.group(1)).toLowerCase(Locale.ROOT);
            served.add(method + " " + route.group(3).replaceAll(":(\\w+)", "{$1}"));
        });

        Set<String> described = new TreeSet<>();
        description().path("paths").fields().forEachRemaining(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                    if (!method.equals("parameters")) {
                        described.add(method + " " + path.getKey());
                    }
                }));
        assertThat(described).hasSizeGreaterThan(20).isEqualTo(served);
    }

    @Test
    void each_reference_leads_somewhere() throws IOException {
        JsonNode description = description();
        assertThat(description.path("openapi").asText()).isEqualTo("3.1.0");
        assertThat(description.findValuesAsText("$ref")).isNotEmpty().allSatisfy(reference -> assertThat(
                        description.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }

    private static JsonNode description() throws IOException {
        return new ObjectMapper()
                .valueToTree(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(DESCRIPTION)));
    }
}
