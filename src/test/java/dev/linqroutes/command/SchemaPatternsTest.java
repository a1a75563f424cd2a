package dev.linqroutes.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.regex.RegularExpression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules for all patterns of the published schemas. */
class SchemaPatternsTest {
    private static final String UUID = "c4a70000-2222-4b3c-9d4e-000000000001";
    private static final List<String> VALID = List.of(UUID, "https://example.com/icon.png");
    private static final List<String> LINE_BREAKS =
            List.of("\n", "\r", "\r\n", "\u000B", "\f", "\u0085", "\u2028", "\u2029", " ", "\t", "\u00a0");

    private static Set<String> patterns() throws IOException {
        Set<String> patterns = new LinkedHashSet<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/schemas"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                collect(new ObjectMapper().readTree(file.toFile()), patterns);
            }
        }
        return patterns;
    }

    private static void collect(JsonNode schema, Set<String> patterns) {
        for (Map.Entry<String, JsonNode> field : schema.properties()) {
            if (field.getKey().equals("pattern") && field.getValue().isTextual()) {
                patterns.add(field.getValue().textValue());
            }
        }
        schema.forEach(each -> collect(each, patterns));
    }

    static Stream<Arguments> every_pattern_accepts_valid_values_and_refuses_line_breaks_around_them()
            throws IOException {
        Set<String> patterns = patterns();
        assertThat(patterns).hasSizeGreaterThan(2);
        return patterns.stream().map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource
    void every_pattern_accepts_valid_values_and_refuses_line_breaks_around_them(String pattern) {
        RegularExpression expression = new WholeStringPatterns().getRegularExpression(pattern);
        List<String> valid = VALID.stream().filter(expression::matches).toList();

        assertThat(valid).as("an example that the pattern takes").isNotEmpty();
        List<String> taken = new ArrayList<>();
        for (String value : valid) {
            for (String lineBreak : LINE_BREAKS) {
                Stream.of(value + lineBreak, lineBreak + value)
                        .filter(expression::matches)
                        .forEach(taken::add);
            }
        }
        assertThat(taken).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"^linq:", "linq$", "linq"})
    void a_pattern_for_part_of_a_string_is_rejected(String pattern) {
        assertThatThrownBy(() -> new WholeStringPatterns().getRegularExpression(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern);
    }

    static Stream<Arguments> an_id_with_a_trailing_line_break_is_refused_with_the_reason() {
        return Stream.of("command_id", "group_ref", "chat_id", "message_id", "attachment_id")
                .flatMap(field -> LINE_BREAKS.stream().map(lineBreak -> Arguments.of(field, lineBreak)));
    }

    @ParameterizedTest
    @MethodSource
    void an_id_with_a_trailing_line_break_is_refused_with_the_reason(String field, String lineBreak) {
        String type = field.equals("message_id") ? "edit_message" : "send_voice_memo";
        JsonNode command =
                new ObjectMapper().createObjectNode().put("type", type).put(field, UUID + lineBreak);

        assertThat(new CommandSchema().validate(type, command))
                .contains(new Problem("/" + field, "has white space or a line break at its start or end; remove it"));
    }

    @Test
    void white_space_inside_an_id_is_allowed() {
        JsonNode command = new ObjectMapper()
                .createObjectNode()
                .put("type", "leave_group")
                .put("group_ref", "order 1001\nof today");

        assertThat(new CommandSchema().validate("leave_group", command)).isEmpty();
    }
}
