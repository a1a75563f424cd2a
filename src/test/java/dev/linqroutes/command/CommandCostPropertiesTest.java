package dev.linqroutes.command;

import static dev.linqroutes.command.TestCommand.received;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.linqroutes.command.handle.HandleParser;
import dev.linqroutes.testing.CostGrowth;
import dev.linqroutes.testing.CostGrowth.Family;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The time to read a command is linear in its length, for every command. */
class CommandCostPropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<HandleParser> HANDLES = List.of(
            new HandleParser(Optional.empty()),
            new HandleParser(Optional.of("US")),
            new HandleParser(Optional.of("IT")));

    @Property(tries = 200)
    void the_time_to_parse_a_handle_is_linear(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, text -> HANDLES.forEach(handles -> handles.parse(text)));
    }

    @Property(tries = 200)
    void the_time_to_diagnose_a_text_that_is_not_json_is_linear(@ForAll("families") Family family) {
        CostGrowth.assertLinear(family, CommandCostPropertiesTest::read);
        CostGrowth.assertLinear(length -> "{\"type\": " + family.apply(length), CommandCostPropertiesTest::read);
    }

    @Property(tries = 200)
    void the_time_to_read_a_text_is_linear_in_every_field(@ForAll("families") Family family) {
        CostGrowth.assertLinear(length -> everywhere(family.apply(length / 8)), CommandCostPropertiesTest::read);
    }

    @Example
    void the_time_to_read_many_entries_is_linear() {
        for (IntFunction<String> many : List.<IntFunction<String>>of(
                length -> "\u0001" + " ".repeat(length),
                length -> "\u0001" + "{ ".repeat(length / 2),
                length -> poll(listOf(length / 8, i -> "\"o" + i + "\"")),
                length -> poll(listOf(length / 8, i -> "\"o\"")),
                length -> group("to", listOf(length / 8, i -> "\"+1202555" + i + "\"")),
                length -> group("to", listOf(length / 4, i -> i % 2 == 0 ? "1" : "{}")),
                length -> group("message", "{\"links\": " + listOf(length / 8, i -> "\"x" + i + ".io\"") + "}"),
                length -> group(
                        "message", "{\"parts\": " + listOf(length / 16, i -> "{\"type\": \"te" + i + "\"}") + "}"),
                length -> group(
                        "message",
                        "{\"parts\": " + listOf(length / 32, i -> "{\"type\": \"text\", \"value\": 1}") + "}"),
                length -> "{\"type\": \"leave_group\", "
                        + IntStream.range(0, length / 8)
                                .mapToObj(i -> "\"f" + i + "\": 1")
                                .collect(Collectors.joining(", "))
                        + "}",
                length -> "{\"type\": \"leave_group\", \"" + "f".repeat(length / 2) + "\": "
                        + listOf(length / 4, i -> "1") + "}",
                length -> "{\"type\": \"leave_group\", \"group_ref\": " + "1".repeat(length) + "}",
                length -> "{\"type\": \"leave_group\", \"group_ref\": 1e" + "1".repeat(length) + "}",
                length -> "{\"payload\": " + listOf(length / 8, i -> "\"{\"") + "}",
                length -> "{\"payload\": \"" + "{".repeat(length) + "\"}",
                length -> "{\"schema\": 1, \"payload\": \"{'a': " + "[1,".repeat(length / 3) + "\"}",
                length -> cloudEvent("{\"a\": " + listOf(length / 8, i -> "{}") + "}"),
                length -> cloudEvent("\"" + "{".repeat(length) + "\""),
                length -> "k:".repeat(length / 2) + "{",
                length -> "[".repeat(length))) {
            CostGrowth.assertLinear(many, CommandCostPropertiesTest::read);
        }
    }

    @Provide
    Arbitrary<Family> families() {
        return CostGrowth.families();
    }

    private static void read(String body) {
        try {
            TestCommand.read(received(body));
        } catch (CommandRefused refused) {
            // Most of these are refused: only the time matters.
            refused.problems().forEach(Problem::toString);
        }
    }

    private static String everywhere(String text) {
        ObjectNode command = JSON.createObjectNode().put("type", "create_group");
        for (String field :
                List.of("command_id", "group_ref", "from", "display_name", "group_chat_icon", "not_before")) {
            command.put(field, text);
        }
        command.putArray("to").add(text);
        ObjectNode message = command.putObject("message").put("text", text);
        message.putArray("media").addObject().put("url", text).put("attachment_id", text);
        return command.toString();
    }

    private static String listOf(int size, IntFunction<String> item) {
        return IntStream.range(0, size).mapToObj(item).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String cloudEvent(String data) {
        return "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"a\", \"type\": \"b\", \"data\": " + data + "}";
    }

    private static String poll(String options) {
        return "{\"type\": \"send_poll\", \"group_ref\": \"a\", \"options\": " + options + "}";
    }

    private static String group(String field, String value) {
        return "{\"type\": \"create_group\", \"" + field + "\": " + value + "}";
    }
}
