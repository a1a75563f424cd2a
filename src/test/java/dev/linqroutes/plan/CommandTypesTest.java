package dev.linqroutes.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.TestCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each type in {@code oneOf} of the schema is complete: docs/development.md, "Add a command type", lists the places. */
class CommandTypesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode SCHEMA = schema();

    /** Types that the demo cannot show, and why. */
    private static final Map<String, String> NOT_IN_DEMO = Map.of(
            "react", "the demo compares names and messages, and a reaction is neither",
            "edit_message", "the demo compares the messages with those of the commands",
            "add_poll_options", "the demo compares the messages with those of the commands",
            "remove_participant", "the demo shows its counterpart, add_participant",
            "leave_group", "the demo reads its groups back to compare them with the outcomes",
            "send_voice_memo", "needs a public recording",
            "delete_message", "the demo reads its messages back to compare them with the outcomes",
            "delete_attachment", "needs the id that Linq gives an attachment");

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void each_type_of_the_schema_has_a_plan(String type) {
        JsonNode example = SCHEMA.at("/$defs/" + type + "/examples/0");
        assertThat(example.isObject())
                .as("command.schema.json has an example of %s", type)
                .isTrue();

        ChatCommand command = TestCommand.enriched(TestCommand.received(example.toString()));

        assertThat(new Planner(Optional.empty()).splitIntoCalls(command).calls())
                .as("calls of %s", type)
                .isNotEmpty();
    }

    @Test
    void each_record_of_a_command_belongs_to_one_type_of_the_schema() {
        assertThat(ChatCommand.class.getPermittedSubclasses()).hasSameSizeAs(types());
    }

    @Test
    void each_type_has_a_sample_in_the_demo_unless_the_demo_cannot_show_it() throws IOException {
        Set<String> expected = types();
        expected.removeAll(NOT_IN_DEMO.keySet());

        assertThat(demoTypes()).as("types in demo/commands.jsonl").containsAll(expected);
        assertThat(demoTypes()).as("types in NOT_IN_DEMO").doesNotContainAnyElementsOf(NOT_IN_DEMO.keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void each_type_is_documented(String type) throws IOException {
        assertThat(Path.of("docs/commands.md")).content().contains(type);
    }

    static Set<String> types() {
        Set<String> types = new TreeSet<>();
        for (JsonNode command : SCHEMA.get("oneOf")) {
            String reference = command.get("$ref").textValue();
            types.add(reference.substring(reference.lastIndexOf('/') + 1));
        }
        return types;
    }

    /** The demo also sends a command of an unknown type and a line that is not JSON. */
    private static Set<String> demoTypes() throws IOException {
        Set<String> types = new TreeSet<>();
        try (Stream<String> lines = Files.lines(Path.of("src/main/resources/demo/commands.jsonl"))) {
            for (String line : lines.filter(each -> each.startsWith("{")).toList()) {
                types.add(JSON.readTree(line).get("type").textValue());
            }
        }
        return types;
    }

    private static JsonNode schema() {
        try (InputStream file = CommandTypesTest.class.getResourceAsStream("/schemas/command.schema.json")) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
