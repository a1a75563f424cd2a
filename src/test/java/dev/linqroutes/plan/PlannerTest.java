package dev.linqroutes.plan;

import static dev.linqroutes.command.TestCommand.ANN;
import static dev.linqroutes.command.TestCommand.BOB;
import static dev.linqroutes.command.TestCommand.LINE;
import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.aMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.ledger.model.CallKind;
import dev.linqroutes.ledger.model.MessageReference;
import dev.linqroutes.ledger.model.PlannedCall;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlannerTest {
    private static final String CREATE = "1 POST /chats ";
    private static final String SEND = " POST /chats/{chat_id}/messages ";
    private static final String CONFETTI = "{'type': 'screen', 'name': 'confetti'}";

    @Test
    void a_group_opens_without_links_then_the_links_follow_then_its_name() {
        TestPlan plan = TestPlan.of(aGroup("ord-1001")
                .saying("Welcome! Track it: https://example.com/t/1001")
                .with("message/links", "['https://example.com/faq']")
                .with("display_name", "'Order 1001'")
                .with("group_chat_icon", "'https://example.com/icon.png'"));

        assertThat(plan.lines())
                .containsExactly(
                        CREATE + "text Welcome! Track it:",
                        "2" + SEND + "link https://example.com/t/1001",
                        "3" + SEND + "link https://example.com/faq",
                        "4 PUT /chats/{chat_id} {\"display_name\":\"Order 1001\","
                                + "\"group_chat_icon\":\"https://example.com/icon.png\"}");
        assertThat(plan.calls())
                .extracting(TestPlan.Call::kind)
                .containsExactly(
                        CallKind.CREATE_CHAT, CallKind.SEND_MESSAGE, CallKind.SEND_MESSAGE, CallKind.UPDATE_CHAT);
        assertThat(plan.calls())
                .extracting(call -> call.planned().idempotencyKey())
                .containsExactly(
                        Optional.of("ord-1001-1"),
                        Optional.of("ord-1001-2"),
                        Optional.of("ord-1001-3"),
                        Optional.empty());
    }

    @Test
    void a_group_is_created_from_the_line_with_all_recipients() {
        JsonNode body = TestPlan.of(aGroup("ord-1001")).first().body();

        assertThat(body.get("from").textValue()).isEqualTo(LINE);
        assertThat(body.get("to")).extracting(JsonNode::textValue).containsExactly(ANN, BOB);
    }

    @Test
    void a_group_without_name_and_icon_is_not_updated() {
        assertThat(TestPlan.of(aGroup("ord-1001")).lines()).containsExactly(CREATE + "text Hello");
    }

    @Test
    void a_message_with_links_follows_the_same_order() {
        TestPlan plan = TestPlan.of(aMessage("ord-1001").saying("Pay at example.com/pay or ask www.example.org"));

        assertThat(plan.lines())
                .containsExactly(
                        "1" + SEND + "text Pay at or ask",
                        "2" + SEND + "link https://example.com/pay",
                        "3" + SEND + "link https://www.example.org");
    }

    @Test
    void a_message_that_is_only_a_link_is_one_call() {
        assertThat(TestPlan.of(aMessage("ord-1001").saying("https://example.com/pay"))
                        .lines())
                .containsExactly("1" + SEND + "link https://example.com/pay");
    }

    @Test
    void media_stay_with_the_text() {
        TestPlan plan = TestPlan.of(aGroup("ord-1001")
                .saying("The map")
                .with("message/media", "[{'url': 'https://example.com/map.png'}, {'attachment_id': 'a-1'}]"));

        assertThat(plan.lines()).containsExactly(CREATE + "text The map, media https://example.com/map.png, media ");
    }

    @Test
    void a_repeated_link_is_sent_once_at_its_first_position() {
        TestPlan plan = TestPlan.of(aMessage("ord-1001")
                .saying("https://a.com https://b.com https://a.com b.com")
                .with("message/links", "['https://c.com', 'a.com']"));

        assertThat(plan.lines())
                .containsExactly(
                        "1" + SEND + "link https://a.com",
                        "2" + SEND + "link https://b.com",
                        "3" + SEND + "link https://c.com");
    }

    @Test
    void an_address_without_a_preview_follows_as_text() {
        assertThat(TestPlan.of(aGroup("ord-1001").saying("Open app://orders/1001"))
                        .lines())
                .containsExactly(CREATE + "text Open", "2" + SEND + "text app://orders/1001");
    }

    @Test
    void a_message_of_links_opens_with_the_configured_text() {
        TestCommand links = aGroup("ord-1001").saying("example.com").with("display_name", "'Order 1001'");

        assertThat(TestPlan.of(links, Optional.of("Hello from us")).lines())
                .startsWith(CREATE + "text Hello from us", "2" + SEND + "link https://example.com");
    }

    @Test
    void a_message_of_links_opens_with_the_name_where_no_text_is_configured() {
        TestCommand links = aGroup("ord-1001").saying("example.com").with("display_name", "'Order 1001'");

        assertThat(TestPlan.of(links).lines())
                .startsWith(CREATE + "text Order 1001", "2" + SEND + "link https://example.com");
    }

    @Test
    void a_message_of_links_without_any_opening_is_refused() {
        assertThat(pointersOfRefused(aGroup("ord-1001").saying("example.com"), Optional.empty()))
                .containsExactly("/message");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"example.com", "Order 1001 https://example.com"})
    void a_name_that_is_a_link_opens_no_group(String name) {
        TestCommand links = aGroup("ord-1001").saying("example.com/t").with("display_name", "'" + name + "'");

        assertThat(pointersOfRefused(links, Optional.empty())).containsExactly("/message");
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"example.com", "Hello from www.example.com", "  "})
    void a_configured_text_that_is_a_link_or_blank_leaves_the_opening_to_the_name(String openingText) {
        TestCommand links = aGroup("ord-1001").saying("example.com/t").with("display_name", "'Order 1001'");

        assertThat(TestPlan.of(links, Optional.of(openingText)).lines()).startsWith(CREATE + "text Order 1001");
    }

    @Test
    void a_name_may_be_a_link_where_it_opens_nothing() {
        assertThat(TestPlan.of(aGroup("ord-1001").with("display_name", "'example.com'"))
                        .lines())
                .containsExactly(CREATE + "text Hello", "2 PUT /chats/{chat_id} {\"display_name\":\"example.com\"}");
    }

    @Test
    void an_effect_moves_to_the_first_message_that_may_have_one() {
        TestPlan plan = TestPlan.of(aGroup("ord-1001")
                .saying("See a.com and b.com")
                .with("message/effect", CONFETTI)
                .with("message/reply_to", "{'message_id': 'm-1'}"));

        assertThat(plan.calls())
                .extracting(call -> call.message().has("effect"))
                .containsExactly(false, true, false);
        assertThat(plan.calls())
                .extracting(call -> call.message().has("reply_to"))
                .containsExactly(false, true, false);
    }

    @Test
    void a_reply_to_a_message_of_a_command_or_event_is_completed_when_it_is_sent() {
        TestPlan plan = TestPlan.of(aMessage("ord-1001")
                .saying("Paid a.com")
                .with("message/reply_to", "{'command_id': 'ord-1', 'message_number': 2, 'part_index': 1}"));

        assertThat(plan.calls().get(0).message().get("reply_to")).hasToString("{\"part_index\":1}");
        assertThat(new Planner(Optional.empty())
                        .splitIntoCalls(aMessage("ord-1001")
                                .saying("Paid a.com")
                                .with("message/reply_to", "{'command_id': 'ord-1', 'message_number': 2}")
                                .enriched())
                        .calls())
                .extracting(PlannedCall::reference)
                .containsExactly(Optional.of(new MessageReference.OfCommand("ord-1", 2)), Optional.empty());
        assertThat(TestPlan.of(aMessage("ord-1001").with("message/reply_to", "{'message_id': 'm-1'}"))
                        .calls()
                        .get(0)
                        .message()
                        .get("reply_to"))
                .hasToString("{\"message_id\":\"m-1\"}");
    }

    @Test
    void an_effect_of_a_group_that_only_opens_is_refused() {
        assertThat(pointersOfRefused(aGroup("ord-1001").with("message/effect", CONFETTI), Optional.empty()))
                .containsExactly("/message");
        assertThat(pointersOfRefused(
                        aGroup("ord-1001").with("message/reply_to", "{'message_id': 'm-1'}"), Optional.empty()))
                .containsExactly("/message");
    }

    @Test
    void an_effect_of_a_message_goes_with_its_text_and_only_there() {
        TestPlan plan = TestPlan.of(aMessage("ord-1001").saying("Paid a.com").with("message/effect", CONFETTI));

        assertThat(plan.calls())
                .extracting(call -> call.message().has("effect"))
                .containsExactly(true, false);
    }

    @Test
    void the_preferred_service_is_sent_with_every_message() {
        TestPlan plan = TestPlan.of(aGroup("ord-1001")
                .saying("See a.com")
                .with("message/preferred_service", "'SMS'")
                .with("display_name", "'Order'"));

        assertThat(plan.messages())
                .extracting(call -> call.message().path("preferred_service").asText())
                .containsExactly("SMS", "SMS");
    }

    @Test
    void parts_are_split_like_text() {
        TestPlan plan = TestPlan.of(aGroup("ord-1001")
                .with(
                        "message",
                        "{'parts': [{'type': 'text', 'value': 'See a.com now'}, {'type': 'link', 'value': 'b.com'},"
                                + " {'type': 'text', 'value': 'Bye'}, {'type': 'media', 'attachment_id': 'm-1'},"
                                + " {'type': 'text', 'value': 'PS'}]}"));

        assertThat(plan.lines())
                .containsExactly(
                        CREATE + "text See now\nBye, media , text PS",
                        "2" + SEND + "link https://a.com",
                        "3" + SEND + "link https://b.com");
    }

    @Test
    void a_decorated_text_without_a_link_is_not_changed() {
        String part = "{'type': 'text', 'value': ' Hello', 'text_decorations': [{'range': [1, 6], 'style': 'bold'}]}";

        JsonNode planned = TestPlan.of(aGroup("ord-1001").with("message", "{'parts': [" + part + "]}"))
                .first()
                .parts()
                .get(0);

        assertThat(planned)
                .hasToString(TestCommand.quoted(part).replace(": ", ":").replace(", ", ","));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_message_that_breaks_the_rules_of_parts_is_refused_with_its_pointer(
            String rule, String message, String pointer) {
        CommandRefused refused = refused(aGroup("ord-1001").with("message", message), Optional.of("Hello"));

        assertThat(refused.problems()).extracting(Problem::pointer).containsExactly(pointer);
    }

    static Stream<Arguments> a_message_that_breaks_the_rules_of_parts_is_refused_with_its_pointer() {
        String text = "{'type': 'text', 'value': '%s'}";
        return Stream.of(
                rule("parts beside text", "{'text': 'a', 'parts': [" + text.formatted("b") + "]}", "/message/parts"),
                rule("nothing said", "{'text': ''}", "/message"),
                rule("only white space", "{'text': ' \\n '}", "/message"),
                rule("only an effect", "{'effect': " + CONFETTI + "}", "/message"),
                rule("an empty text part", "{'parts': [" + text.formatted("") + "]}", "/message"),
                rule("a text without a value", "{'parts': [{'type': 'text'}]}", "/message/parts/0/value"),
                rule("a link without a value", "{'parts': [{'type': 'link', 'value': 7}]}", "/message/parts/0/value"),
                rule("a media without a source", "{'parts': [{'type': 'media'}]}", "/message/parts/0"),
                rule(
                        "a media with an address and a file",
                        "{'parts': [{'type': 'media', 'url': 'https://a.com/a.png', 'file': 'a.png'}]}",
                        "/message/parts/0"),
                rule(
                        "a media whose file is no text",
                        "{'parts': [{'type': 'media', 'file': 7}]}",
                        "/message/parts/0/file"),
                rule(
                        "a media with two sources",
                        "{'parts': [{'type': 'media', 'url': 'https://a.com/a.png', 'attachment_id': 'b'}]}",
                        "/message/parts/0"),
                rule(
                        "a media that is not public",
                        "{'parts': [{'type': 'media', 'url': 'file:///etc/passwd'}]}",
                        "/message/parts/0/url"),
                rule(
                        "a media whose address is no text",
                        "{'parts': [{'type': 'media', 'url': 7}]}",
                        "/message/parts/0/url"),
                rule(
                        "a media whose id is no text",
                        "{'parts': [{'type': 'media', 'attachment_id': null}]}",
                        "/message/parts/0/attachment_id"),
                rule(
                        "texts too long together",
                        "{'parts': [" + text.formatted("a".repeat(5_000)) + ", " + text.formatted("b".repeat(5_000))
                                + "]}",
                        "/message/parts/1/value"),
                rule(
                        "a text part too long",
                        "{'parts': [" + text.formatted("a".repeat(10_001)) + "]}",
                        "/message/parts/0/value"),
                rule("a link too long", "{'links': ['example.com/" + "a".repeat(2_040) + "']}", "/message/links/0"),
                rule(
                        "a link in the text too long",
                        "{'text': 'https://a.com/" + "a".repeat(2_040) + "'}",
                        "/message/text"),
                rule("two links in one", "{'links': ['a.com b.com']}", "/message/links/0"),
                rule("an e-mail address as a link", "{'links': ['mailto:ann@example.com']}", "/message/links/0"),
                rule("a word as a link", "{'links': ['a.com', 'hello']}", "/message/links/1"),
                rule("a blank link", "{'links': ['a.com', ' ']}", "/message/links/1"),
                rule("too many public media", "{'media': [" + media(41) + "]}", "/message"));
    }

    @Test
    void forty_public_media_are_allowed() {
        TestPlan plan = TestPlan.of(aGroup("ord-1001").with("message", "{'media': [" + media(40) + "]}"));

        assertThat(plan.first().parts()).hasSize(40);
    }

    @Test
    void a_message_may_have_a_hundred_different_links_and_repeat_each_of_them() {
        String hundred = links(0, 100);

        assertThat(TestPlan.of(aMessage("m-1").with("message", "{'text': '" + hundred + " " + hundred + "'}"))
                        .calls())
                .hasSize(100);
        assertThat(TestPlan.of(aGroup("g-1")
                                .with("display_name", "'Order 1'")
                                .with("message", "{'text': 'Hello " + hundred + "'}"))
                        .calls())
                .hasSize(102);
    }

    @Test
    void a_message_with_too_many_links_is_refused_with_a_remedy() {
        for (TestCommand command : List.of(aMessage("m-1"), aGroup("g-1"))) {
            CommandRefused refused =
                    refused(command.with("message", "{'text': '" + links(0, 101) + "'}"), Optional.empty());

            assertThat(refused.problems())
                    .containsExactly(new Problem(
                            "/message",
                            "has 101 different links, each of which would be sent as a separate message; at most 100"
                                    + " are allowed. Send fewer links, or several commands"));
        }
    }

    /** A text that once resulted in 14,985 calls. */
    @Test
    void links_in_every_part_of_a_message_count_together() {
        String parts = IntStream.range(0, 50)
                .mapToObj(i -> "{'type': 'text', 'value': '" + links(i * 50, 50)
                        + "'}, {'type': 'media', 'attachment_id': 'a" + i + "'}")
                .collect(Collectors.joining(", "));

        assertThat(refused(aMessage("m-1").with("message", "{'parts': [" + parts + "]}"), Optional.empty())
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("has 2,500 different links"));
    }

    @Test
    void at_most_a_hundred_warnings_are_reported_and_the_others_counted() {
        List<String> lost = IntStream.range(0, 250)
                .mapToObj(i -> "lost " + "x".repeat(i * 10))
                .toList();

        List<String> warnings =
                new Plan(aMessage("m-1").with("message", "{'text': 'Hi'}").enriched(), List.of(), lost).warnings();

        assertThat(warnings).hasSize(101).endsWith("and 150 more").allSatisfy(each -> assertThat(each)
                .hasSizeLessThan(510));
    }

    private static String links(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(i -> "x" + i + ".com")
                .collect(Collectors.joining(" "));
    }

    private static Arguments rule(String rule, String message, String pointer) {
        return Arguments.of(rule, message, pointer);
    }

    private static String media(int count) {
        return String.join(
                ", ",
                IntStream.range(0, count)
                        .mapToObj(i -> "{'url': 'https://example.com/" + i + ".png'}")
                        .toList());
    }

    private static List<String> pointersOfRefused(TestCommand command, Optional<String> openingText) {
        return refused(command, openingText).problems().stream()
                .map(Problem::pointer)
                .toList();
    }

    private static CommandRefused refused(TestCommand command, Optional<String> openingText) {
        CommandRefused refused = catchThrowableOfType(CommandRefused.class, () -> TestPlan.of(command, openingText));
        assertThat(refused).as("is refused").isNotNull();
        return refused;
    }
}
