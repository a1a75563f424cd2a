package dev.linqroutes.plan;

import static dev.linqroutes.command.TestCommand.ANN;
import static dev.linqroutes.command.TestCommand.BOB;
import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.aMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.TestCommand;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Decorations and mentions: reference 3.2. */
class TextDecorationsTest {
    private static final String ASKS_ANN = "{'handle': '" + ANN + "', 'text': 'Ann'}";

    @Test
    void decorations_go_with_the_text() {
        JsonNode part = firstPart(aMessage("a")
                .saying("Your order")
                .with("message/text_decorations", "[" + bold(0, 4) + ", " + shaking(5, 10) + "]"));

        assertThat(part)
                .hasToString(json("{'type':'text','value':'Your order','text_decorations':["
                        + "{'range':[0,4],'style':'bold'},{'range':[5,10],'animation':'shake'}]}"));
    }

    @Test
    void a_mention_highlights_the_first_occurrence_of_the_name() {
        JsonNode part = firstPart(aMessage("a").saying("Look, Ann. Ann?").with("message/mention", ASKS_ANN));

        assertThat(part)
                .hasToString(json(
                        "{'type':'text','value':'Look, Ann. Ann?','mention':'" + ANN + "','mention_range':[6,9]}"));
    }

    @Test
    void decorations_and_mention_stay_on_their_words_when_links_leave_the_text() {
        JsonNode part = firstPart(aGroup("a")
                .saying("See https://example.com/t/1 , Ann: important")
                .with("message/mention", ASKS_ANN)
                .with("message/text_decorations", "[" + bold(35, 44) + "]"));

        assertThat(part)
                .hasToString(json("{'type':'text','value':'See, Ann: important','text_decorations':["
                        + "{'range':[10,19],'style':'bold'}],'mention':'" + ANN + "','mention_range':[5,8]}"));
    }

    @Test
    void a_decoration_over_text_and_link_keeps_the_text() {
        JsonNode part = firstPart(aMessage("a")
                .saying("Pay at example.com/pay today")
                .with("message/text_decorations", "[" + bold(0, 28) + ", " + bold(4, 14) + "]"));

        assertThat(part.get("value").textValue()).isEqualTo("Pay at today");
        assertThat(part.get("text_decorations")).hasToString(json("[" + tight(0, 12) + "," + tight(4, 6) + "]"));
    }

    @Test
    void a_decoration_of_only_a_link_is_dropped_with_a_warning() {
        Plan plan = plan(aMessage("a")
                .saying("Pay at example.com/pay")
                .with("message/text_decorations", "[" + bold(7, 22) + ", {'range': [8, 15], 'style': 'italic'}]"));

        assertThat(plan.calls().get(0).body()).doesNotContain("text_decorations");
        assertThat(plan.warnings())
                .containsExactly("dropped, because it applied only to a link: bold [7, 22], italic [8, 15]");
    }

    @Test
    void positions_are_counted_in_utf_16_units() {
        JsonNode part = firstPart(aMessage("a")
                .saying("📦 https://a.com Ann")
                .with("message/mention", ASKS_ANN)
                .with("message/text_decorations", "[" + bold(0, 2) + "]"));

        assertThat(part.get("value").textValue()).isEqualTo("📦 Ann");
        assertThat(part.get("text_decorations")).hasToString(json("[" + tight(0, 2) + "]"));
        assertThat(part.get("mention_range")).hasToString("[3,6]");
    }

    @Test
    void two_texts_in_a_row_become_one_and_keep_their_markup() {
        JsonNode part = firstPart(aMessage("a")
                .with(
                        "message",
                        "{'parts': [{'type': 'text', 'value': 'Hi', 'text_decorations': [" + bold(0, 2) + "]},"
                                + " {'type': 'link', 'value': 'a.com'},"
                                + " {'type': 'text', 'value': 'Ann', 'mention': '" + ANN + "'}]}"));

        assertThat(part)
                .hasToString(json("{'type':'text','value':'Hi\\nAnn','text_decorations':[" + tight(0, 2)
                        + "],'mention':'" + ANN + "','mention_range':[3,6]}"));
    }

    @Test
    void styles_may_overlap_and_animations_may_touch() {
        TestCommand command = aMessage("a")
                .saying("Important")
                .with(
                        "message/text_decorations",
                        "[" + bold(0, 5) + ", {'range': [2, 6], 'style': 'italic'}, " + shaking(6, 8) + ", "
                                + shaking(8, 9) + "]");

        assertThat(firstPart(command).get("text_decorations")).hasSize(4);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void decorations_that_break_the_rules_are_refused_with_their_pointer(
            String rule, TestCommand command, String pointer, String message) {
        CommandRefused refused = catchThrowableOfType(CommandRefused.class, () -> plan(command));

        assertThat(refused).as("is refused").isNotNull();
        assertThat(refused.problems()).containsExactly(new Problem(pointer, message));
    }

    static Stream<Arguments> decorations_that_break_the_rules_are_refused_with_their_pointer() {
        String first = "/message/text_decorations/0";
        String second = "/message/text_decorations/1";
        String overlap = "overlaps decoration 0, but an animation must not overlap anything";
        String either = "requires either style or animation";
        String range = first + "/range";
        return Stream.of(
                bad("empty", decorated(bold(2, 2)), range, "must start before it ends, is [2, 2]"),
                bad("backwards", decorated(bold(3, 2)), range, "must start before it ends, is [3, 2]"),
                bad(
                        "beyond the text",
                        decorated(bold(0, 6)),
                        range,
                        "must be within the text of 5 UTF-16 units, is [0, 6]"),
                bad("before the text", decorated(bold(-1, 2)), range + "/0", "must be at least 0"),
                bad("half a range", decorated("{'range': [1], 'style': 'bold'}"), range, "needs at least 2 entries"),
                bad(
                        "three places",
                        decorated("{'range': [1, 2, 3], 'style': 'bold'}"),
                        range,
                        "has too many entries: at most 2 are allowed"),
                bad("no range", decorated("{'style': 'bold'}"), range, "is missing"),
                bad("no decoration", decorated("{'range': [0, 1]}"), first, either),
                bad(
                        "style and animation",
                        decorated("{'range': [0, 1], 'style': 'bold', 'animation': 'big'}"),
                        first,
                        either),
                bad(
                        "an unknown style",
                        decorated("{'range': [0, 1], 'style': 'blink'}"),
                        first + "/style",
                        "must be one of [\"bold\", \"italic\", \"strikethrough\", \"underline\"], is \"blink\""),
                bad("animation on style", decorated(bold(0, 3) + ", " + shaking(2, 4)), second, overlap),
                bad("style on animation", decorated(shaking(0, 3) + ", " + bold(2, 4)), second, overlap),
                bad("animation on animation", decorated(shaking(0, 3) + ", " + shaking(0, 3)), second, overlap),
                bad(
                        "101 decorations",
                        decorated(Stream.generate(() -> bold(0, 1)).limit(101).collect(Collectors.joining(","))),
                        "/message/text_decorations",
                        "has too many entries: at most 100 are allowed"),
                bad(
                        "no text to decorate",
                        decorated(bold(0, 1))
                                .with("message", "{'links': ['a.com'], 'text_decorations': []}")
                                .with("message/text_decorations", "[" + bold(0, 1) + "]"),
                        "/message",
                        "has decorations or a mention, but no text for them"),
                bad(
                        "no text to mention in",
                        aMessage("a").with("message", "{'links': ['a.com'], 'mention': " + ASKS_ANN + "}"),
                        "/message",
                        "has decorations or a mention, but no text for them"),
                bad(
                        "a name that is not in the text",
                        aMessage("a").with("message/mention", ASKS_ANN),
                        "/message/mention/text",
                        "must be the name exactly as it is written in the message's text"),
                bad(
                        "a name with @",
                        aMessage("a")
                                .saying("Hi @Ann")
                                .with("message/mention", "{'handle': '" + ANN + "', 'text': '@Ann'}"),
                        "/message/mention/text",
                        "must be the bare name, without @"),
                bad(
                        "a name within a link",
                        aMessage("a").saying("See example.com/Ann").with("message/mention", ASKS_ANN),
                        "/message/text",
                        "has a mention inside a link, which is sent as a separate message"),
                bad(
                        "a part's mention range beyond its text",
                        aMessage("a")
                                .with(
                                        "message",
                                        "{'parts': [{'type': 'text', 'value': 'Ann', 'mention': '" + ANN
                                                + "', 'mention_range': [0, 4]}]}"),
                        "/message/parts/0/mention_range",
                        "must be within the text of 3 UTF-16 units, is [0, 4]"),
                bad(
                        "a part's mention of nobody's name",
                        aMessage("a")
                                .with(
                                        "message",
                                        "{'parts': [{'type': 'text', 'value': ' ', 'mention': '" + ANN + "'}]}"),
                        "/message/parts/0/mention",
                        "requires a text that contains the member's name, without @"),
                bad(
                        "a part's mention with @",
                        aMessage("a")
                                .with(
                                        "message",
                                        "{'parts': [{'type': 'text', 'value': '@Ann', 'mention': '" + ANN + "'}]}"),
                        "/message/parts/0/mention",
                        "requires a text that contains the member's name, without @"),
                bad(
                        "a part's mention range without a mention",
                        aMessage("a")
                                .with(
                                        "message",
                                        "{'parts': [{'type': 'text', 'value': 'Ann', 'mention_range': [0, 3]}]}"),
                        "/message/parts/0/mention_range",
                        "requires a mention"),
                bad(
                        "two mentions in texts in a row",
                        aMessage("a")
                                .with(
                                        "message",
                                        "{'parts': [{'type': 'text', 'value': 'Ann', 'mention': '" + ANN
                                                + "'}, {'type': 'text', 'value': 'Bob', 'mention': '" + BOB + "'}]}"),
                        "/message/parts/1/value",
                        "follows a text with a mention and has one too; put a media part between them, or send them as"
                                + " two messages"),
                bad(
                        "too many decorations in texts in a row",
                        aMessage("a")
                                .with(
                                        "message",
                                        "{'parts': [" + partWithDecorations(60) + ", " + partWithDecorations(41)
                                                + "]}"),
                        "/message/parts/1/value",
                        "has, together with the text before it, more than 100 decorations"),
                bad(
                        "parts beside a mention",
                        aMessage("a")
                                .with(
                                        "message",
                                        "{'mention': " + ASKS_ANN + ", 'parts': [{'type': 'text', 'value': 'Ann'}]}"),
                        "/message/parts",
                        "replaces text, template, text_decorations, mention, links and media; give either parts or these"));
    }

    private static String partWithDecorations(int count) {
        return "{'type': 'text', 'value': 'Hello', 'text_decorations': ["
                + IntStream.range(0, count).mapToObj(i -> bold(0, 1)).collect(Collectors.joining(",")) + "]}";
    }

    private static TestCommand decorated(String decorations) {
        return aMessage("a").saying("Hello").with("message/text_decorations", "[" + decorations + "]");
    }

    private static String bold(int start, int end) {
        return "{'range': [" + start + ", " + end + "], 'style': 'bold'}";
    }

    private static String tight(int start, int end) {
        return "{'range':[" + start + "," + end + "],'style':'bold'}";
    }

    private static String shaking(int start, int end) {
        return "{'range': [" + start + ", " + end + "], 'animation': 'shake'}";
    }

    private static String json(String text) {
        return TestCommand.quoted(text);
    }

    private static Arguments bad(String rule, TestCommand command, String pointer, String message) {
        return Arguments.of(rule, command, pointer, message);
    }

    private static JsonNode firstPart(TestCommand command) {
        return TestPlan.of(command).first().parts().get(0);
    }

    private static Plan plan(TestCommand command) {
        return new Planner(Optional.empty()).splitIntoCalls(command.enriched());
    }
}
