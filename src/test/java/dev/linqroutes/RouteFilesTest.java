package dev.linqroutes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Camel ignores some unknown keys silently, so the files are held against its schema here. */
class RouteFilesTest {
    private static final Path ROUTES = Path.of("routes");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static JsonSchema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream in = RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(in);
        }
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ROUTES)) {
            return files.sorted().toList();
        }
    }

    @Test
    void there_are_routes() throws IOException {
        assertThat(files()).isNotEmpty().allMatch(file -> file.toString().endsWith(".camel.yaml"));
    }

    @Test
    void the_program_knows_every_file_that_it_carries() throws IOException {
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactlyElementsOf(Application.BUILT_IN_ROUTES.stream()
                        .map(name -> name + ".camel.yaml")
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_route_file_holds_only_what_camels_schema_knows(Path file) throws IOException {
        assertThat(schema.validate(read(file))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_route_has_an_id_and_a_description(Path file) throws IOException {
        for (JsonNode route : read(file).findValues("route")) {
            assertThat(route.path("id").asText()).isNotBlank();
            assertThat(route.path("description").asText()).isNotBlank();
        }
    }

    /** Camel looks at the causes, too: a connection to the database that is lost is an IOException behind a LedgerException. */
    @ParameterizedTest
    @MethodSource("files")
    void an_error_of_the_ledger_is_never_taken_for_an_answer_that_did_not_come(Path file) throws IOException {
        for (JsonNode clauses : read(file).findValues("doCatch")) {
            for (JsonNode clause : clauses) {
                if (clause.path("exception").toString().contains("java.io.IOException")) {
                    assertThat(clause.at("/onWhen/expression/simple/expression").asText())
                            .isEqualTo("${exception} !is 'dev.linqroutes.ledger.LedgerException'");
                }
            }
        }
    }

    @Test
    void route_ids_are_unique() throws IOException {
        List<String> ids = new ArrayList<>();
        for (Path file : files()) {
            read(file)
                    .findValues("route")
                    .forEach(route -> ids.add(route.path("id").asText()));
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    /** A URI with its options in one line does not open in a visual editor and does not diff. */
    @ParameterizedTest
    @MethodSource("files")
    void options_stand_in_parameters_and_not_in_the_uri(Path file) throws IOException {
        assertThat(read(file).findValuesAsText("uri"))
                .allSatisfy(uri -> assertThat(uri).doesNotContain("?"));
    }

    private static JsonNode read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromReader(reader));
        }
    }
}
