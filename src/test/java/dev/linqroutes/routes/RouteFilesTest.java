package dev.linqroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.linqroutes.app.BuiltInRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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

    /** What else has names that are those of languages: a bean's method, options of an endpoint. */
    private static final Pattern NO_EXPRESSIONS = Pattern.compile("/(bean|parameters)$");

    /** {@code handled} takes the language itself; Camel's schema has no other form. */
    private static final Pattern CANONICAL_PLACE = Pattern.compile("/(expression|handled)$");

    private static final Set<String> LANGUAGES = new HashSet<>();
    private static JsonSchema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream in = RouteFilesTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonNode dsl = JSON.readTree(in);
            schema = JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(dsl);
            dsl.at("/items/definitions/org.apache.camel.model.language.ExpressionDefinition/properties")
                    .fieldNames()
                    .forEachRemaining(LANGUAGES::add);
            assertThat(LANGUAGES).contains("simple", "constant", "method", "variable");
        }
    }

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(ROUTES)) {
            return files.sorted().toList();
        }
    }

    @Test
    void the_folder_holds_route_files_only() throws IOException {
        assertThat(files()).isNotEmpty().allMatch(file -> file.toString().endsWith(".camel.yaml"));
    }

    @Test
    void every_file_of_the_folder_is_built_in() throws IOException {
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactlyElementsOf(BuiltInRoutes.names().stream()
                        .map(name -> name + BuiltInRoutes.FILE_SUFFIX)
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
                            .isEqualTo("${exception} !is 'dev.linqroutes.ledger.db.LedgerException'");
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

    /** A bean's name and method are too short to say what becomes of the message. */
    @ParameterizedTest
    @MethodSource("files")
    void a_bean_step_says_what_it_does(Path file) throws IOException {
        for (JsonNode step : read(file).findValues("bean")) {
            assertThat(step.path("description").asText())
                    .as(step.path("ref").asText() + "." + step.path("method").asText())
                    .isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_condition_that_a_bean_decides_says_what_it_asks(Path file) throws IOException {
        List<JsonNode> conditions = new ArrayList<>(read(file).findValues("filter"));
        read(file).findValues("when").forEach(whens -> whens.forEach(conditions::add));
        for (JsonNode condition : conditions) {
            JsonNode bean = condition.at("/expression/method");
            assertThat(condition.path("description").asText())
                    .as(bean.toString())
                    .matches(description -> bean.isMissingNode() || !description.isBlank());
        }
    }

    /** The form that every visual editor and every later Camel reads: expression, language, expression. */
    @ParameterizedTest
    @MethodSource("files")
    void an_expression_stands_in_the_canonical_form(Path file) throws IOException {
        assertThat(compactExpressions("", read(file))).isEmpty();
    }

    /** Who calls the route, or what it is for: a reader of the folder should not have to search. */
    @ParameterizedTest
    @MethodSource("files")
    void a_comment_stands_above_every_route_and_error_scheme(Path file) throws IOException {
        String above = "";
        for (String line : Files.readAllLines(file)) {
            if (line.matches("- (route|routeConfiguration):")) {
                assertThat(above).startsWith("#");
            }
            above = line.isBlank() ? above : line;
        }
    }

    @Test
    void a_route_that_others_call_exists_and_is_called() throws IOException {
        Set<String> called = new TreeSet<>();
        Set<String> entered = new TreeSet<>();
        for (Path file : files()) {
            JsonNode routes = read(file);
            routes.findValues("from")
                    .forEach(from -> entered.add(from.path("uri").asText()));
            routes.findValues("to").forEach(to -> called.add(to.path("uri").asText()));
        }
        entered.removeIf(uri -> !uri.matches("(direct|seda):.*"));
        called.removeIf(uri -> !uri.matches("(direct|seda):.*"));

        assertThat(called).isEqualTo(entered);
    }

    @Test
    void an_error_scheme_that_a_route_names_exists_and_every_one_is_named() throws IOException {
        Set<String> named = new TreeSet<>();
        Set<String> defined = new TreeSet<>();
        for (Path file : files()) {
            JsonNode routes = read(file);
            named.addAll(routes.findValuesAsText("routeConfigurationId"));
            routes.findValues("routeConfiguration")
                    .forEach(scheme -> defined.add(scheme.path("id").asText()));
        }

        assertThat(named).isEqualTo(defined);
    }

    @Test
    void a_variable_that_a_bean_or_a_step_reads_is_set_by_a_route_and_every_one_that_is_set_is_read()
            throws IOException {
        Set<String> set = new TreeSet<>();
        Set<String> readBySteps = new TreeSet<>();
        for (Path file : files()) {
            for (JsonNode step : read(file).findValues("setVariable")) {
                set.add(step.path("name").asText());
            }
            for (JsonNode expression : read(file).findValues("variable")) {
                readBySteps.add(expression.path("expression").asText());
            }
            readBySteps.addAll(firstGroups(Pattern.compile("\\$\\{variable\\.(\\w+)"), Files.readString(file)));
        }
        Set<String> readByBeans = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                readByBeans.addAll(firstGroups(Pattern.compile("@Variable\\(\"(\\w+)"), Files.readString(source)));
            }
        }
        assertThat(set).containsAll(readBySteps).containsAll(readByBeans);
        assertThat(Stream.concat(readBySteps.stream(), readByBeans.stream())).containsAll(set);
    }

    private static List<String> firstGroups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    @Test
    void every_setting_is_used_by_a_route_or_by_the_program() throws IOException {
        Properties settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(file);
        }
        StringBuilder users = new StringBuilder(String.join(
                "\n",
                settings.stringPropertyNames().stream()
                        .map(settings::getProperty)
                        .toList()));
        try (Stream<Path> sources = Stream.concat(Files.walk(ROUTES), Files.walk(Path.of("src/main/java")))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                users.append(Files.readString(source));
            }
        }
        String all = users.toString();

        assertThat(settings.stringPropertyNames())
                .filteredOn(name -> !name.startsWith("camel."))
                .allSatisfy(name -> assertThat(all).containsAnyOf("{{" + name + "}}", '"' + name + '"'));
    }

    private static List<String> compactExpressions(String place, JsonNode node) {
        List<String> found = new ArrayList<>();
        node.fields().forEachRemaining(field -> {
            String here = place + "/" + field.getKey();
            if (LANGUAGES.contains(field.getKey())
                    && !NO_EXPRESSIONS.matcher(place).find()) {
                if (!CANONICAL_PLACE.matcher(place).find() || !field.getValue().isObject()) {
                    found.add(here);
                }
            } else {
                found.addAll(compactExpressions(here, field.getValue()));
            }
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            found.addAll(compactExpressions(place + "/" + i, node.get(i)));
        }
        return found;
    }

    private static JsonNode read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromReader(reader));
        }
    }
}
