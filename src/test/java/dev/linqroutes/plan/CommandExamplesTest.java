package dev.linqroutes.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.ChatCommand;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.TestCommand;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema defines what is accepted: its examples are, unknown fields are not. */
class CommandExamplesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode SCHEMA = schema();

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void every_example_is_accepted_and_planned(String type, ObjectNode example) {
        assertThat(planned(example)).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fieldExamples")
    void every_example_of_a_field_is_accepted(String place, ObjectNode command) {
        assertThat(planned(command)).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void every_field_that_is_not_in_the_schema_is_refused(String type, ObjectNode example) {
        for (String pointer : objects("", example)) {
            ObjectNode command = example.deepCopy();
            ((ObjectNode) command.at(pointer)).put("surprise", 1);

            assertThat(refused(command).problems()).singleElement().satisfies(problem -> {
                assertThat(problem.pointer()).isEqualTo(pointer + "/surprise");
                assertThat(problem.message()).startsWith("is not a field of this command; allowed fields are ");
            });
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void every_missing_required_field_is_reported(String type, ObjectNode example) {
        for (JsonNode required : SCHEMA.at("/$defs/" + type + "/required")) {
            if (!required.textValue().equals("type")) {
                ObjectNode command = example.deepCopy();
                command.remove(required.textValue());

                assertThat(refused(command).problems())
                        .containsExactly(new Problem("/" + required.textValue(), "is missing"));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void every_command_except_create_group_requires_either_group_ref_or_chat_id(String type, ObjectNode example) {
        ObjectNode both = example.deepCopy().put("chat_id", "c4a70000-2222-4b3c-9d4e-000000000001");
        ObjectNode none = example.deepCopy();
        none.remove("group_ref");
        ObjectNode byChat = both.deepCopy();
        byChat.remove("group_ref");

        if (type.equals("create_group")) {
            assertThat(planned(none)).isNotEmpty();
        } else {
            String either = "name the group by either group_ref or chat_id; ";
            assertThat(refused(both).problems())
                    .containsExactly(Problem.of(either + "group_ref and chat_id are given"));
            assertThat(refused(none).problems()).containsExactly(Problem.of(either + "none is given"));
            assertThat(planned(byChat)).isEqualTo(planned(example));
        }
    }

    static List<Arguments> examples() {
        List<Arguments> examples = new ArrayList<>();
        for (JsonNode command : SCHEMA.get("oneOf")) {
            JsonNode definition = SCHEMA.at(command.get("$ref").textValue().substring(1));
            for (JsonNode example : definition.get("examples")) {
                examples.add(Arguments.of(example.get("type").textValue(), example));
            }
        }
        return examples;
    }

    /** Examples of fields that the examples of the commands do not use. */
    static Stream<Arguments> fieldExamples() {
        ObjectNode background = example("set_background");
        ObjectNode message = example("send_message");
        message.putObject("message").put("text", "Welcome, Ann. Track it").set("links", JSON.createArrayNode());
        return Stream.of(
                        examples("background", background, ""),
                        examples("text_decorations", message, "/message"),
                        Stream.of("mention", "media", "effect", "reply_to")
                                .flatMap(field -> examplesOf(
                                        field, SCHEMA.at("/$defs/message/properties/" + field), message, "/message")),
                        examples("not_before", message, ""),
                        examples("expires_at", message, ""))
                .flatMap(arguments -> arguments);
    }

    private static Stream<Arguments> examples(String field, ObjectNode command, String at) {
        return examplesOf(field, SCHEMA.at("/$defs/" + field), command, at);
    }

    private static Stream<Arguments> examplesOf(String field, JsonNode schema, ObjectNode command, String at) {
        List<Arguments> made = new ArrayList<>();
        for (JsonNode example : schema.get("examples")) {
            ObjectNode with = command.deepCopy();
            ((ObjectNode) with.at(at)).set(field, example);
            made.add(Arguments.of(field + " " + example, with));
        }
        return made.stream();
    }

    private static ObjectNode example(String type) {
        return SCHEMA.at("/$defs/" + type + "/examples/0").deepCopy();
    }

    private static List<String> objects(String pointer, JsonNode json) {
        List<String> pointers = new ArrayList<>();
        if (json.isObject()) {
            pointers.add(pointer);
            json.fields()
                    .forEachRemaining(
                            field -> pointers.addAll(objects(pointer + "/" + field.getKey(), field.getValue())));
        }
        return pointers;
    }

    private static List<?> planned(ObjectNode json) {
        ChatCommand command = TestCommand.enriched(TestCommand.received(json.toString()));
        return new Planner(Optional.empty()).splitIntoCalls(command).calls();
    }

    private static CommandRefused refused(ObjectNode json) {
        CommandRefused refused = catchThrowableOfType(CommandRefused.class, () -> planned(json));
        assertThat(refused).as("refusal of %s", json).isNotNull();
        return refused;
    }

    private static JsonNode schema() {
        try (InputStream file = CommandExamplesTest.class.getResourceAsStream("/schemas/command.schema.json")) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
