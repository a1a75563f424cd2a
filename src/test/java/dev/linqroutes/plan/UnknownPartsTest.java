package dev.linqroutes.plan;

import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.aMessage;
import static dev.linqroutes.command.TestCommand.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.ledger.model.MediaFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts that this version does not know are sent as given; the rules of a first message hold for them, too. */
class UnknownPartsTest {
    private static final String TEXT = "{'type': 'text', 'value': '%s'}";
    private static final String CARD =
            "{'type': 'imessage_app', 'app': {'name': 'Orders', 'bundle_id': 'com.example.app'},"
                    + " 'url': 'https://example.com/card', 'fallback_text': 'Order 1001'}";
    private static final String PIN = "{'type': 'location_pin', 'place': {'names': ['Gate 4', 5, null]}}";

    @Test
    void a_part_of_an_unknown_type_is_sent_as_given_at_its_place_with_a_warning() {
        for (TestCommand command : List.of(aGroup("g-1"), aMessage("m-1"))) {
            Plan plan = plan(withParts(command, TEXT.formatted("Here:"), PIN, TEXT.formatted("Until five")));

            assertThat(bodies(plan).get(0).at("/message/parts"))
                    .isEqualTo(json(
                            "[" + TEXT.formatted("Here:") + ", " + PIN + ", " + TEXT.formatted("Until five") + "]"));
            assertThat(plan.warnings())
                    .containsExactly("part 1 of the message: type \"location_pin\" is not checked, and sent as given");
        }
    }

    @Test
    void a_mention_of_an_unknown_part_may_have_any_form() {
        String part = "{'type': 'location_pin', 'mention': {'people': [1]}}";

        assertThat(bodies(plan(withParts(aMessage("m-1"), part))).get(0).at("/message/parts/0"))
                .isEqualTo(json(part));
    }

    @Test
    void an_unknown_field_of_a_known_type_is_sent_as_given_with_a_warning() {
        String media = "{'type': 'media', 'attachment_id': 'a-1', 'sticker': true, 'depth': {'x': 1}, 'tilt': 2}";
        String link = "{'type': 'link', 'value': 'https://example.com', 'title': 'Example'}";

        Plan plan = plan(withParts(aMessage("m-1"), media, link));

        assertThat(bodies(plan).get(0).at("/message/parts/0")).isEqualTo(json(media));
        assertThat(bodies(plan).get(1).at("/message/parts/0")).isEqualTo(json(link));
        assertThat(plan.warnings())
                .containsExactly(
                        "part 0 of the message: fields \"depth\", \"tilt\" of type media are not known, and sent as given",
                        "part 1 of the message: field \"title\" of type link is not known, and sent as given");
    }

    @Test
    void a_sticker_is_known() {
        Plan plan = plan(withParts(aGroup("g-1"), "{'type': 'media', 'attachment_id': 'a-1', 'sticker': true}"));

        assertThat(bodies(plan).get(0).at("/message/parts/0/sticker").asBoolean())
                .isTrue();
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void a_local_file_is_known_in_a_media_part_and_sent_as_given_in_another() {
        String poster = "{'type': 'poster', 'file': 'b.png'}";

        Plan plan = plan(withParts(aMessage("m-1"), "{'type': 'media', 'file': 'a.png'}", poster));

        assertThat(bodies(plan).get(0).at("/message/parts/0"))
                .isEqualTo(json("{'type': 'media', 'attachment_id': '"
                        + new MediaFile("a.png", TestCommand.sha256("a.png"), "image/png", 3).placeholder() + "'}"));
        assertThat(bodies(plan).get(0).at("/message/parts/1")).isEqualTo(json(poster));
        assertThat(plan.warnings())
                .containsExactly("part 1 of the message: type \"poster\" is not checked, and sent as given");
    }

    @Test
    void an_app_card_is_sent_alone_like_a_link() {
        Plan plan = plan(withParts(
                aMessage("m-1"), TEXT.formatted("See"), CARD, TEXT.formatted("and a.com"), CARD.replace("1001", "2")));

        assertThat(bodies(plan))
                .extracting(body -> body.at("/message/parts"))
                .containsExactly(
                        json("[" + TEXT.formatted("See\\nand") + "]"),
                        json("[" + CARD + "]"),
                        json("[{'type': 'link', 'value': 'https://a.com'}]"),
                        json("[" + CARD.replace("1001", "2") + "]"));
    }

    @Test
    void a_group_of_an_app_card_opens_with_its_name_and_the_card_follows() {
        Plan plan = plan(withParts(aGroup("g-1"), CARD)
                .with("display_name", "'Order 1001'")
                .with("message/effect", "{'type': 'screen', 'name': 'confetti'}"));

        assertThat(plan.calls())
                .extracting(call -> call.kind().name())
                .containsExactly("CREATE_CHAT", "SEND_MESSAGE", "UPDATE_CHAT");
        assertThat(bodies(plan).get(0).at("/message/parts")).isEqualTo(json("[" + TEXT.formatted("Order 1001") + "]"));
        assertThat(bodies(plan).get(1).at("/message/parts")).isEqualTo(json("[" + CARD + "]"));
        assertThat(bodies(plan).get(1).at("/message/effect/name").asText()).isEqualTo("confetti");
    }

    @Test
    void an_app_card_is_not_sent_by_another_service() {
        assertThat(problems(withParts(aMessage("m-1"), CARD).with("message/preferred_service", "'SMS'")))
                .containsExactly(new Problem(
                        "/message/parts/0",
                        "can only be sent by iMessage, but preferred_service is SMS; leave that out"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type': 'location_pin', 'url': 'https://example.com/a'} | /message/parts/1/url",
                "{'type': 'location_pin', 'place': [{'a': {'see': 'at example.com'}}]} | /message/parts/1/place/0/a/see",
                "{'type': 'location_pin', 'a/b': {'www.example.com': 1}} | /message/parts/1/a~1b/www.example.com",
                "{'type': 'example.com'} | /message/parts/1/type",
                "{'type': 'media', 'attachment_id': 'a-1', 'caption': 'a.com'} | /message/parts/1/caption",
                "{'type': 'media', 'url': 'https://example.com/a.png', 'page': {'at': 'a.com'}} | /message/parts/1/page/at"
            })
    void a_link_that_cannot_be_moved_out_of_a_first_message_is_refused_at_its_place(String part, String pointer) {
        assertThat(problems(withParts(aGroup("g-1"), "{'type': 'media', 'attachment_id': 'a-0'}", part)))
                .containsExactly(new Problem(
                        pointer,
                        "has a link, which the first message of a group must not contain, in a part that cannot be sent"
                                + " without it; send this part with a send_message command"));
        assertThat(bodies(plan(withParts(aMessage("m-1"), "{'type': 'media', 'attachment_id': 'a-0'}", part)))
                        .get(0)
                        .at("/message/parts/1"))
                .isEqualTo(json(part));
    }

    @Test
    void a_text_with_an_unknown_field_is_not_changed_because_the_field_may_have_positions_in_it() {
        String part = "{'type': 'text', 'value': ' Hi a.com ', 'stickers': [{'range': [0, 1]}]}";

        assertThat(bodies(plan(withParts(aMessage("m-1"), part))))
                .singleElement()
                .satisfies(body -> assertThat(body.at("/message/parts")).isEqualTo(json("[" + part + "]")));
        assertThat(problems(withParts(aGroup("g-1"), part)))
                .extracting(Problem::pointer)
                .containsExactly("/message/parts/0/value");
    }

    @Test
    void a_text_with_an_unknown_field_is_not_joined_with_another() {
        String part = "{'type': 'text', 'value': 'Hi', 'stickers': [{'range': [0, 1]}]}";

        for (List<String> parts : List.of(
                List.of(part, TEXT.formatted("Bye")), List.of(TEXT.formatted("Bye"), part), List.of(part, part))) {
            assertThat(problems(withParts(aMessage("m-1"), parts.toArray(String[]::new))))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message())
                            .startsWith("is next to another text, and they cannot be joined"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_known_name_in_another_style_is_refused(String part, String pointer, String meant) {
        assertThat(problems(withParts(aMessage("m-1"), part)))
                .contains(new Problem(pointer, "is not known; did you mean \"" + meant + "\"?"));
    }

    static Stream<Arguments> a_known_name_in_another_style_is_refused() {
        return Stream.of(
                Arguments.of("{'type': 'Text', 'value': 'Hi'}", "/message/parts/0/type", "text"),
                Arguments.of("{'type': 'iMessageApp'}", "/message/parts/0/type", "imessage_app"),
                Arguments.of(
                        "{'type': 'media', 'attachmentId': 'a-1'}", "/message/parts/0/attachmentId", "attachment_id"),
                Arguments.of(
                        "{'type': 'text', 'value': 'Hi', 'textDecorations': []}",
                        "/message/parts/0/textDecorations",
                        "text_decorations"));
    }

    @Test
    void a_name_that_resembles_a_known_one_has_a_hint() {
        Plan plan = plan(
                withParts(aMessage("m-1"), "{'type': 'textt'}", "{'type': 'text', 'value': 'Hi', 'mentions': []}"));

        assertThat(plan.warnings())
                .containsExactly(
                        "part 0 of the message: type \"textt\" is not checked, and sent as given; did you mean \"text\"?",
                        "part 1 of the message: field \"mentions\" of type text is not known, and sent as given;"
                                + " did you mean \"mention\"?");
    }

    @Test
    void the_known_limits_of_known_parts_are_checked_beside_unknown_fields() {
        assertThat(
                        problems(
                                withParts(
                                        aMessage("m-1"),
                                        "{'type': 'media', 'caption': 'Map'}",
                                        "{'type': 'text', 'value': 'Hi', 'new': 1, 'text_decorations': [{'range': [0, 9], 'style': 'bold'}]}")))
                .extracting(Problem::pointer)
                .containsExactly("/message/parts/0", "/message/parts/1/text_decorations/0/range");
    }

    @Test
    void unknown_parts_are_bounded_in_number_depth_and_size() {
        assertThat(refusal(
                                TestCommand::read,
                                withParts(aMessage("m-1"), repeated(PIN, 101)).received())
                        .problems())
                .containsExactly(new Problem("/message/parts", "has too many entries: at most 100 are allowed"));
        String deep = "{'type': 'location_pin', 'a': " + "[".repeat(60) + "]".repeat(60) + "}";
        assertThat(refusal(
                                TestCommand::read,
                                TestCommand.received(TestCommand.quoted(
                                        "{'type': 'send_message', 'group_ref': 'a', 'message': {'parts': [" + deep
                                                + "]}}")))
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("nesting depth"));
        String wide = "{'type': 'location_pin', 'a': [" + "1, ".repeat(100) + "1]}";
        assertThat(refusal(TestCommand::read, withParts(aMessage("m-1"), wide).received())
                        .problems())
                .extracting(Problem::pointer)
                .containsExactly("/message/parts/0/a");
    }

    @Test
    void the_fields_of_a_known_type_are_those_of_the_schema() throws IOException {
        try (InputStream file = UnknownPartsTest.class.getResourceAsStream("/schemas/command.schema.json")) {
            JsonNode schema = new ObjectMapper().readTree(file);
            UnknownContent.CHECKED.forEach((type, fields) -> assertThat(
                            schema.at("/$defs/" + type + "_part/properties").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrderElementsOf(fields));
        }
    }

    private static String[] repeated(String part, int count) {
        return Stream.generate(() -> part).limit(count).toArray(String[]::new);
    }

    private static TestCommand withParts(TestCommand command, String... parts) {
        return command.with("message", "{'parts': [" + String.join(", ", parts) + "]}");
    }

    private static Plan plan(TestCommand command) {
        return new Planner(Optional.empty()).splitIntoCalls(command.enriched());
    }

    private static List<JsonNode> bodies(Plan plan) {
        return plan.calls().stream().map(call -> json(call.body())).toList();
    }

    private static List<Problem> problems(TestCommand command) {
        CommandRefused refused = refusal(UnknownPartsTest::plan, command);
        return refused.problems();
    }

    private static JsonNode json(String json) {
        try {
            return new ObjectMapper().readTree(TestCommand.quoted(json));
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }
}
