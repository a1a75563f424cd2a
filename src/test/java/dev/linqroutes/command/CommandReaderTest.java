package dev.linqroutes.command;

import static dev.linqroutes.command.TestCommand.ANN;
import static dev.linqroutes.command.TestCommand.BOB;
import static dev.linqroutes.command.TestCommand.LINE;
import static dev.linqroutes.command.TestCommand.OFFSET_15;
import static dev.linqroutes.command.TestCommand.aCommand;
import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.aMessage;
import static dev.linqroutes.command.TestCommand.quoted;
import static dev.linqroutes.command.TestCommand.received;
import static dev.linqroutes.command.TestCommand.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.linqroutes.command.ChatMessage.Mention;
import dev.linqroutes.command.CommandRefused.Identity;
import dev.linqroutes.command.placeholder.MissingValueMarker;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 1_000_000;
    private static final String MESSAGE = "'b1a7c0de-1111-4a2b-8c3d-000000000101'";

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_value_that_is_not_a_json_object_is_refused(String what, byte[] body, String message) {
        CommandRefused refused = refusal(TestCommand::read, ReceivedCommand.fromJson(OFFSET_15, body));

        assertThat(refused.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.pointer()).isEmpty())
                .satisfies(problem -> assertThat(problem.message()).startsWith(message));
        assertThat(refused.identity()).isEqualTo(Identity.unknown());
    }

    static Stream<Arguments> a_value_that_is_not_a_json_object_is_refused() {
        String object = "a command is a JSON object";
        return Stream.of(
                body("no JSON", "Hello Ann", "not JSON at line 1, column "),
                body("an array of commands", "[" + aGroup("ord-1001") + "]", object),
                body("a string", "\"create_group\"", object),
                body("null", "null", object),
                body("nothing", "", object),
                body("only white space", " \n ", object),
                body("a command cut off", aGroup("ord-1001").toString().substring(0, 60), "not JSON at line 1"),
                Arguments.of("no UTF-8", bytes("{\"type\": \"caf\u00e9\"}", false), "not JSON at line 1"),
                body("two commands", aGroup("ord-1001") + " " + aGroup("ord-1002"), "not JSON at line 1"),
                body("a comma behind it", aGroup("ord-1001") + ",", "not JSON at line 1"),
                body("a field named twice", quoted("{'type': 'create_group', 'type': 'send_message'}"), "not JSON"),
                body(
                        "a field of the message named twice",
                        quoted("{'type': 'send_message', 'message': {'text': 'a', 'text': 'b'}}"),
                        "not JSON at line 1, column 57: Duplicate field 'text'"),
                body("51 levels", nested(51), "not accepted: Document nesting depth (51) exceeds"),
                body(
                        "too many bytes",
                        filledUp(LARGEST + 1),
                        "the command has 1000001 bytes, at most 1000000 are allowed"));
    }

    @Test
    void malformed_json_is_explained_without_settings_of_the_parser() {
        CommandRefused refused = refusal(TestCommand::read, received("{\"type\": \"create_group\""));

        assertThat(refused.problems())
                .containsExactly(
                        Problem.of("not JSON at line 1, column 24: Unexpected end-of-input: expected close marker"
                                + " for Object"));
    }

    @Test
    void a_command_may_be_as_large_as_the_limit() {
        assertThat(TestCommand.read(received(filledUp(LARGEST)))).isInstanceOf(CreateGroup.class);
    }

    @Test
    void fifty_levels_of_nesting_are_allowed() {
        CommandRefused refused = refusal(TestCommand::read, received(nested(50)));

        assertThat(refused.problems())
                .singleElement()
                .extracting(Problem::pointer)
                .isEqualTo("/type");
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource
    void an_invalid_field_is_refused_with_its_pointer_and_one_message(
            TestCommand command, String pointer, String message) {
        CommandRefused refused = refusal(TestCommand::read, command.received());

        assertThat(refused.problems()).containsExactly(new Problem(pointer, message));
    }

    static Stream<Arguments> an_invalid_field_is_refused_with_its_pointer_and_one_message() {
        String known = "; known types are create_group, send_message, update_group, add_participant,"
                + " remove_participant, leave_group, share_contact_card, send_voice_memo, send_poll, react, edit_message,"
                + " add_poll_options, set_background, delete_message, delete_attachment";
        String unknownField = "is not a field of this command; allowed fields are ";
        String messageFields =
                "text, template, text_decorations, mention, links, media, parts, effect, reply_to, preferred_service";
        String names = "field names are in lower case with underscores, such as command_id";
        String unseen = "an invisible character or white space is in its name";
        String otherwise = "unknown command type \"%s\"; did you mean \"create_group\"?";
        String https = "must be an address that begins with https://";
        String either = "name the group by either group_ref or chat_id";
        String chat = "'c4a70000-2222-4b3c-9d4e-000000000001'";
        return Stream.of(
                bad(aGroup("a").without("type"), "/type", "the command has no type" + known),
                bad(aGroup("a").with("type", "'destroy'"), "/type", "unknown command type \"destroy\"" + known),
                bad(aGroup("a").with("type", "7"), "/type", "unknown command type \"7\"" + known),
                bad(aGroup("a").with("type", "null"), "/type", "unknown command type \"null\"" + known),
                bad(aGroup("a").with("type", "['x']"), "/type", "unknown command type \"[\"x\"]\"" + known),
                bad(
                        aGroup("a").with("type", "'" + "x".repeat(500) + "'"),
                        "/type",
                        "unknown command type \"" + "x".repeat(80) + "…\"" + known),
                bad(
                        aGroup("a").with("dispaly_name", "'Order'"),
                        "/dispaly_name",
                        "is not a field of this command; did you mean /display_name?"),
                bad(aGroup("a").with("message/txt", "'Hello'"), "/message/txt", unknownField + messageFields),
                bad(
                        aGroup("a").with("a~b", "1"),
                        "/a~0b",
                        unknownField + "type, command_id, group_ref, not_before, expires_at, from, to, display_name,"
                                + " group_chat_icon, message"),
                bad(
                        aMessage("a").with("to", "['" + ANN + "']"),
                        "/to",
                        unknownField + "type, command_id, group_ref, chat_id, not_before, expires_at, message"),
                bad(
                        aGroup("a").with("displayName", "'Order'"),
                        "/displayName",
                        "is not a field of this command; did you mean /display_name?"),
                bad(
                        aGroup("a").without("type").with("Type", "'create_group'"),
                        "/type",
                        "the command has no type; it has \"Type\", but " + names),
                bad(
                        aGroup("a").without("type").with("\uFEFFtype", "'create_group'"),
                        "/type",
                        "the command has no type; it has \"\uFEFFtype\", but " + unseen),
                bad(aGroup("a").with("group_ref ", "'g'"), "/group_ref ", "is not a field of this command; " + unseen),
                bad(aGroup("a").with("type", "'CREATE_GROUP'"), "/type", otherwise.formatted("CREATE_GROUP")),
                bad(aGroup("a").with("type", "'createGroup'"), "/type", otherwise.formatted("createGroup")),
                bad(aGroup("a").with("type", "'create-group '"), "/type", otherwise.formatted("create-group ")),
                bad(aGroup("a").with("command_id", "1001"), "/command_id", "must be of type string, is integer"),
                bad(aGroup("a").with("command_id", "''"), "/command_id", "must not be empty"),
                bad(
                        aGroup("a").with("command_id", "null"),
                        "/command_id",
                        "must be of type string, is null; leave out a field that has no value"),
                bad(aGroup("a").with("from", "12223334444"), "/from", "must be of type string, is integer"),
                bad(aGroup("a").without("to"), "/to", "is missing"),
                bad(aGroup("a").with("to", "'" + ANN + "'"), "/to", "must be of type array, is string"),
                bad(aGroup("a").with("to", "[]"), "/to", "must not be empty"),
                bad(aGroup("a").with("to", "['" + ANN + "', 7]"), "/to/1", "must be of type string, is integer"),
                bad(aGroup("a").to(manyTimes(ANN, 101)), "/to", "has too many entries: at most 100 are allowed"),
                bad(aGroup("a").without("message"), "/message", "is missing"),
                bad(aGroup("a").with("message", "{}"), "/message", "must not be empty"),
                bad(aGroup("a").with("message", "'Hello'"), "/message", "must be of type object, is string"),
                bad(
                        aGroup("a").saying("x".repeat(10_001)),
                        "/message/text",
                        "is too long: at most 10000 characters are allowed"),
                bad(aGroup("a").with("message/links", "['']"), "/message/links/0", "must not be empty"),
                bad(aGroup("a").with("message/media", "[{}]"), "/message/media/0", "must not be empty"),
                bad(
                        aGroup("a").with("message/media", "[{'url': 'https://a.b/c', 'attachment_id': 'a'}]"),
                        "/message/media/0",
                        "allows only one of its fields"),
                bad(aGroup("a").with("message/media", "[{'url': 'http://a.b/c'}]"), "/message/media/0/url", https),
                bad(
                        aGroup("a").with("message/preferred_service", "'Fax'"),
                        "/message/preferred_service",
                        "must be one of [\"iMessage\", \"SMS\", \"RCS\"], is \"Fax\""),
                bad(
                        aGroup("a").with("message/effect", "{'type': 'smell', 'name': 'roses'}"),
                        "/message/effect/type",
                        "must be one of [\"screen\", \"bubble\"], is \"smell\""),
                bad(aGroup("a").with("message/parts", "[{'value': 'Hello'}]"), "/message/parts/0/type", "is missing"),
                bad(
                        aGroup("a").with("message/parts", "[{'type': 7}]"),
                        "/message/parts/0/type",
                        "must be of type string, is integer"),
                bad(
                        aGroup("a").with("message/parts", "[{'type': '" + "x".repeat(65) + "'}]"),
                        "/message/parts/0/type",
                        "is too long: at most 64 characters are allowed"),
                bad(aGroup("a").with("group_chat_icon", "'http://example.com/i.png'"), "/group_chat_icon", https),
                bad(aGroup("a").with("group_chat_icon", "'icon.png'"), "/group_chat_icon", https),
                bad(
                        aGroup("a").with("display_name", "'" + "x".repeat(501) + "'"),
                        "/display_name",
                        "is too long: at most 500 characters are allowed"),
                bad(
                        aMessage("a").without("group_ref").with("chat_id", "'1001'"),
                        "/chat_id",
                        "must be a chat id of Linq, a UUID"),
                bad(aMessage("a").without("group_ref"), "", either + "; none is given"),
                bad(aMessage("a").with("chat_id", chat), "", either + "; group_ref and chat_id are given"));
    }

    /** The patterns for numbers and addresses take time quadratic in the length of a text. */
    @ParameterizedTest(name = "{1}")
    @MethodSource
    void the_time_to_parse_a_long_handle_is_bounded(TestCommand command, String pointer) {
        assertThat(refusal(TestCommand::read, command.received()).problems())
                .containsExactly(new Problem(pointer, "is too long: at most 1000 characters are allowed"));
    }

    static Stream<Arguments> the_time_to_parse_a_long_handle_is_bounded() {
        String number = "1" + " ".repeat(100_000) + "x";
        String address = "a@a" + ".a".repeat(5_000);
        String mention = "{'handle': '" + number + "', 'text': 'Ann'}";
        String part = "[{'type': 'text', 'value': 'Ann', 'mention': '" + address + "'}]";
        return Stream.of(
                Arguments.of(aGroup("a").to(ANN, number), "/to/1"),
                Arguments.of(aGroup("a").to(address, ANN), "/to/0"),
                Arguments.of(aGroup("a").with("from", "'" + number + "'"), "/from"),
                Arguments.of(toGroup("add_participant").with("handles", "['" + address + "']"), "/handles/0"),
                Arguments.of(toGroup("remove_participant").with("handles", "['" + address + "']"), "/handles/0"),
                Arguments.of(aGroup("a").with("message/mention", mention), "/message/mention/handle"),
                Arguments.of(aMessage("a").with("message", "{'parts': " + part + "}"), "/message/parts/0/mention"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource
    void a_command_that_contradicts_itself_is_refused_with_one_message(
            TestCommand command, String pointer, String message) {
        CommandRefused refused = refusal(TestCommand::read, command.received());

        assertThat(refused.problems()).containsExactly(new Problem(pointer, message));
    }

    static Stream<Arguments> a_command_that_contradicts_itself_is_refused_with_one_message() {
        String oneOfTwo = "give exactly one of command_id, event_id";
        String recording = "give the recording by one of url, attachment_id and file";
        String photo = "give the photo by either image_url or file";
        String https = "must be an address that begins with https://";
        String memo = "'https://example.com/memo.m4a'";
        String background = "give either background or remove";
        String color = "{'type': 'color', 'variant': 'mango'}";
        return Stream.of(
                bad(toGroup("update_group"), "", "changes nothing: give display_name, group_chat_icon or both"),
                bad(toGroup("update_group").with("display_name", "''"), "/display_name", "must not be empty"),
                bad(toGroup("add_participant").with("handles", "[]"), "/handles", "must not be empty"),
                bad(
                        toGroup("add_participant").with("handles", "'" + ANN + "'"),
                        "/handles",
                        "must be of type array, is string"),
                bad(toGroup("send_voice_memo"), "", recording + "; none is given"),
                bad(
                        toGroup("send_voice_memo").with("url", memo).with("attachment_id", "'a'"),
                        "",
                        recording + "; url and attachment_id are given"),
                bad(
                        toGroup("send_voice_memo").with("url", memo).with("file", "'a.m4a'"),
                        "",
                        recording + "; url and file are given"),
                bad(
                        toGroup("update_group").with("group_chat_icon", "1"),
                        "/group_chat_icon",
                        "must be of type string or object, is integer"),
                bad(toGroup("update_group").with("group_chat_icon", "{}"), "/group_chat_icon/file", "is missing"),
                bad(
                        toGroup("update_group").with("group_chat_icon", "{'file': ''}"),
                        "/group_chat_icon/file",
                        "must not be empty"),
                bad(
                        toGroup("update_group").with("group_chat_icon", "{'file': 'a.png', 'url': 'x'}"),
                        "/group_chat_icon/url",
                        "is not a field of this command; allowed fields are file"),
                bad(background("{'type': 'photo'}"), "/background", photo),
                bad(
                        background("{'type': 'photo', 'image_url': 'https://example.com/a.png', 'file': 'a.png'}"),
                        "/background",
                        photo),
                bad(toGroup("send_voice_memo").with("url", "'http://example.com/memo.m4a'"), "/url", https),
                bad(toGroup("send_poll").with("options", "['One']"), "/options", "needs at least 2 entries"),
                bad(toGroup("send_poll").with("options", "['One', '']"), "/options/1", "must not be empty"),
                bad(
                        toGroup("add_poll_options")
                                .with("message_id", "'b1a7c0de-1111-4a2b-8c3d-000000000101'")
                                .with("options", "[]"),
                        "/options",
                        "must not be empty"),
                bad(
                        toGroup("add_poll_options").with("options", "['One']"),
                        "/message_id",
                        "is missing: give it, or message_of"),
                bad(
                        reaction("'love'").with("message_id", "'m-1'"),
                        "/message_id",
                        "must be a message id of Linq, a UUID"),
                bad(
                        reaction("'wave'"),
                        "/reaction",
                        "must be one of [\"love\", \"like\", \"dislike\", \"laugh\", \"emphasize\", \"question\","
                                + " \"custom\", \"sticker\"], is \"wave\""),
                bad(reaction("'sticker'"), "", "give the sticker by one of url, attachment_id and file; none is given"),
                bad(
                        reaction("'sticker'").with("attachment_id", "'a'").with("url", "'https://example.com/s.png'"),
                        "",
                        "give the sticker by one of url, attachment_id and file; url and attachment_id are given"),
                bad(
                        reaction("'sticker'").with("attachment_id", "'a'").with("operation", "'remove'"),
                        "/operation",
                        "can only be add: Linq does not remove stickers"),
                bad(
                        reaction("'sticker'").with("attachment_id", "'a'").with("placement", "{'x': 1.01}"),
                        "/placement/x",
                        "must be at most 1"),
                bad(
                        reaction("'sticker'").with("attachment_id", "'a'").with("placement", "{'scale': 0.4}"),
                        "/placement/scale",
                        "must be at least 0.5"),
                bad(
                        reaction("'sticker'").with("attachment_id", "'a'").with("placement", "{}"),
                        "/placement",
                        "must not be empty"),
                bad(
                        reaction("'love'").with("placement", "{'x': 0}"),
                        "/placement",
                        "is only allowed with the reaction sticker"),
                bad(
                        reaction("'love'").with("attachment_id", "'a'"),
                        "/attachment_id",
                        "is only allowed with the reaction sticker"),
                bad(toGroup("delete_message"), "/message_id", "is missing: give it, or message_of"),
                bad(
                        toGroup("delete_attachment").with("attachment_id", "'../messages/a'"),
                        "/attachment_id",
                        "must be an attachment id of Linq, a UUID"),
                bad(
                        toGroup("delete_message").with("message_id", MESSAGE).without("group_ref"),
                        "",
                        "name the group by either group_ref or chat_id; none is given"),
                bad(
                        aMessage("a").with("message/message_of", "{'command_id': 'c1'}"),
                        "/message/message_of",
                        "is not a field of this command; did you mean /message/reply_to?"),
                bad(
                        reaction("'love'").with("reply_to", "{'command_id': 'c1'}"),
                        "/reply_to",
                        "is not a field of this command; did you mean /message_of?"),
                bad(reaction("'custom'"), "/custom_emoji", "is missing: the reaction custom requires it"),
                bad(
                        reaction("'love'").with("custom_emoji", "'🚧'"),
                        "/custom_emoji",
                        "is only allowed with the reaction custom"),
                bad(
                        reaction("'love'").with("operation", "'toggle'"),
                        "/operation",
                        "must be one of [\"add\", \"remove\"], is \"toggle\""),
                bad(reaction("'love'").with("part_index", "-1"), "/part_index", "must be at least 0"),
                bad(reaction("'love'").with("part_index", "100"), "/part_index", "must be at most 99"),
                bad(reaction("'love'").with("part_index", "0.5"), "/part_index", "must be of type integer, is number"),
                bad(
                        toGroup("edit_message").with("message_id", MESSAGE).with("text", "''"),
                        "/text",
                        "must not be empty"),
                bad(
                        toGroup("edit_message")
                                .with("message_id", MESSAGE)
                                .with("text", "'" + "x".repeat(10_001) + "'"),
                        "/text",
                        "is too long: at most 10000 characters are allowed"),
                bad(
                        toGroup("edit_message").with("text", "'On Thursday.'"),
                        "/message_id",
                        "is missing: give it, or message_of"),
                bad(
                        reaction("'love'").with("message_of", "{'command_id': 'c1'}"),
                        "/message_of",
                        "give either message_id or message_of"),
                bad(ofMessage("{}"), "/message_of", oneOfTwo),
                bad(ofMessage("{'command_id': 'c1', 'event_id': 'e1'}"), "/message_of", oneOfTwo),
                bad(
                        ofMessage("{'event_id': 'e1', 'message_number': 2}"),
                        "/message_of/message_number",
                        "is only allowed with command_id"),
                bad(
                        ofMessage("{'command_id': 'c1', 'message_number': 0}"),
                        "/message_of/message_number",
                        "must be at least 1"),
                bad(
                        ofMessage("{'command_id': 'c1 '}"),
                        "/message_of/command_id",
                        "has white space or a line break at its start or end; remove it"),
                bad(
                        ofMessage("{'command_id': 'c9'}").with("command_id", "'c9'"),
                        "/message_of/command_id",
                        "is this command itself; name another one"),
                bad(
                        aMessage("a").with("message/reply_to", "{'part_index': 1}"),
                        "/message/reply_to",
                        "give exactly one of message_id, command_id, event_id"),
                bad(
                        aMessage("a").with("message/reply_to", "{'message_id': 'm', 'command_id': 'c1'}"),
                        "/message/reply_to",
                        "give exactly one of message_id, command_id, event_id"),
                bad(
                        aGroup("a").saying("See a.com").with("message/reply_to", "{'event_id': 'e1'}"),
                        "/message/reply_to/event_id",
                        "is of another group: the new one has no message to reply to"),
                bad(toGroup("set_background"), "", background + "; none is given"),
                bad(toGroup("set_background").with("remove", "false"), "/remove", "can only be true"),
                bad(
                        toGroup("set_background").with("remove", "true").with("background", color),
                        "",
                        background + "; background and remove are given"),
                bad(background("{'type': 'color'}"), "/background/shades", "is missing"),
                bad(
                        background("{'type': 'color', 'shades': ['#112233']}"),
                        "/background/shades",
                        "needs at least 2 entries"),
                bad(
                        background("{'type': 'color', 'variant': 'mango', 'style': 'sky'}"),
                        "/background/style",
                        "is not a field of this command; allowed fields are type, variant, shades"),
                bad(background("{'type': 'dynamic', 'style': 'sky'}"), "/background/variant", "is missing"),
                bad(
                        background("{'type': 'dynamic', 'style': 'water', 'variant': 'dusk'}"),
                        "/background/variant",
                        "must be one of [\"light\", \"dark\"], is \"dusk\""),
                bad(background("{'type': 'photo', 'image_url': 'wall.jpg'}"), "/background/image_url", https),
                bad(
                        background("{'type': 'video'}"),
                        "/background/type",
                        "must be one of [\"color\", \"dynamic\", \"photo\"], is \"video\""),
                bad(
                        aMessage("a").with("message/effect", "{'type': 'bubble', 'name': 'confetti'}"),
                        "/message/effect/name",
                        "must be one of [\"slam\", \"loud\", \"gentle\", \"invisible\"], is \"confetti\""),
                bad(
                        aMessage("a").with("message/effect", "{'type': 'screen', 'name': 'roses'}"),
                        "/message/effect/name",
                        "must be one of [\"confetti\", \"fireworks\", \"lasers\", \"sparkles\", \"celebration\","
                                + " \"hearts\", \"love\", \"balloons\", \"happy_birthday\", \"echo\", \"spotlight\"],"
                                + " is \"roses\""),
                bad(
                        aMessage("a").with("message/parts", "[{'type': 'media', 'sticker': 'yes'}]"),
                        "/message/parts/0/sticker",
                        "must be of type boolean, is string"));
    }

    /** Names in the style of other languages, typing errors, column names, and fields one level too high or too low. */
    @ParameterizedTest(name = "{0} is meant as {1}")
    @CsvSource({
        "groupRef, /group_ref",
        "GroupRef, /group_ref",
        "group-ref, /group_ref",
        "GROUP_REF_, /group_ref",
        "gruop_ref, /group_ref",
        "commandId, /command_id",
        "displayName, /display_name",
        "groupName, /display_name",
        "name, /display_name",
        "groupChatIcon, /group_chat_icon",
        "icon, /group_chat_icon",
        "notBefore, /not_before",
        "expiresat, /expires_at",
        "members, /to",
        "recipients, /to",
        "handles, /to",
        "line, /from",
        "preferred_service, /message/preferred_service",
        "preferredService, /message/preferred_service",
        "service, /message/preferred_service",
        "text, /message/text",
        "links, /message/links",
        "link, /message/links",
        "media, /message/media",
        "effect, /message/effect",
        "replyTo, /message/reply_to",
        "message/replyTo, /message/reply_to",
        "message/preferredService, /message/preferred_service",
        "message/texts, /message/text",
        "message/link, /message/links",
        "message/display_name, /display_name",
        "message/commandId, /command_id"
    })
    void an_unknown_field_is_refused_with_a_suggestion(String written, String meant) {
        CommandRefused refused =
                refusal(TestCommand::read, aGroup("a").with(written, "'x'").received());

        assertThat(refused.problems())
                .containsExactly(
                        new Problem("/" + written, "is not a field of this command; did you mean " + meant + "?"));
    }

    @ParameterizedTest
    @CsvSource({
        "createGroup, create_group",
        "SEND_MESSAGE, send_message",
        "add-participant, add_participant",
        "send_mesage, send_message",
        "Send Poll, send_poll"
    })
    void an_unknown_type_is_refused_with_a_suggestion(String written, String meant) {
        CommandRefused refused = refusal(
                TestCommand::read, aGroup("a").with("type", "'" + written + "'").received());

        assertThat(refused.problems())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .isEqualTo("unknown command type \"" + written + "\"; did you mean \"" + meant + "\"?");
    }

    @Test
    void the_times_of_a_command_are_read_with_their_offsets() {
        CommandEnvelope envelope = aMessage("a")
                .with("not_before", "'2026-11-23T09:00:00+01:00'")
                .with("expires_at", "'2026-11-23t08:00:00.5z'")
                .read()
                .envelope();

        assertThat(envelope.notBefore()).contains(Instant.parse("2026-11-23T08:00:00Z"));
        assertThat(envelope.expiresAt()).contains(Instant.parse("2026-11-23T08:00:00.5Z"));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "tomorrow",
                "",
                "2026-11-23",
                "2026-11-23T09:00:00",
                "2026-11-23 09:00:00Z",
                "2026-11-23T09:00Z",
                "2026-02-30T09:00:00Z",
                "2026-11-23T25:00:00Z",
                "2026-11-23T09:00:00+0100",
                "2026-11-23T09:00:00+19:00",
                "+12026-11-23T09:00:00Z",
                "1795420800"
            })
    void a_time_without_offset_or_date_is_refused(String time) {
        for (String field : List.of("not_before", "expires_at")) {
            CommandRefused refused = refusal(
                    TestCommand::read,
                    aMessage("a").with(field, "'" + time + "'").received());

            assertThat(refused.problems())
                    .containsExactly(new Problem(
                            "/" + field,
                            "must be a time with its offset, such as 2026-11-23T09:00:00+01:00, is \"" + time + "\""));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"2026-11-23T08:00:00Z", "2026-11-23T09:00:00+02:00"})
    void a_command_must_not_expire_before_it_is_due(String expiresAt) {
        CommandRefused refused = refusal(
                TestCommand::read,
                aMessage("a")
                        .with("not_before", "'2026-11-23T09:00:00+01:00'")
                        .with("expires_at", "'" + expiresAt + "'")
                        .received());

        assertThat(refused.problems()).containsExactly(new Problem("/expires_at", "must be later than not_before"));
    }

    @Test
    void a_refusal_lists_all_problems() {
        CommandRefused refused = refusal(
                TestCommand::read,
                aGroup("ord-1001")
                        .without("to")
                        .with("from", "1")
                        .with("colour", "'red'")
                        .received());

        assertThat(TestCommand.pointers(refused)).containsExactlyInAnyOrder("/to", "/from", "/colour");
        assertThat(refused).hasMessageContaining("is missing; ").hasMessageContaining("must be of type string");
    }

    @Test
    void a_refusal_lists_a_limited_number_of_problems() {
        TestCommand command = aGroup("a");
        for (int i = 0; i < 80; i++) {
            command = command.with("field" + i + "x".repeat(100), "1");
        }

        CommandRefused refused =
                refusal(TestCommand::read, command.with("y".repeat(10_000), "1").received());

        assertThat(refused.problems()).hasSize(21);
        assertThat(refused.problems().get(20).message()).isEqualTo("and 61 more");
        assertThat(refused.problems())
                .allSatisfy(problem -> assertThat(problem.pointer()).hasSizeLessThan(600));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_list_that_is_too_wide_is_refused_before_its_entries_are_validated(
            String what, String body, String pointer, String message) {
        byte[] bytes = quoted(body).getBytes(StandardCharsets.UTF_8);
        assertThat(bytes.length).isLessThan(LARGEST);
        // 450,000 entries took 46 s and 400 MB, and no person reads one message for each.
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();

        CommandRefused refused = refusal(TestCommand::read, ReceivedCommand.fromJson(OFFSET_15, bytes));

        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000_000);
        assertThat(refused.problems()).contains(new Problem(pointer, message)).hasSizeLessThanOrEqualTo(21);
    }

    static Stream<Arguments> a_list_that_is_too_wide_is_refused_before_its_entries_are_validated() {
        String ones = "1, ".repeat(300_000) + "1";
        String entries = "has too many entries: at most 100 are allowed";
        String send = "{'type': 'send_message', 'group_ref': 'a', 'message': {%s}}";
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < 65_000; i++) {
            fields.append(", 'f").append(i).append("': 1");
        }
        String tokens = "not accepted: Token count (120001) exceeds the maximum allowed (120000)";
        return Stream.of(
                Arguments.of(
                        "links",
                        send.formatted("'links': [" + "1, ".repeat(100_000) + "1]"),
                        "/message/links",
                        entries),
                Arguments.of(
                        "parts",
                        send.formatted("'parts': [" + "1, ".repeat(100_000) + "1]"),
                        "/message/parts",
                        entries),
                Arguments.of("more than any command has", send.formatted("'parts': [" + ones + "]"), "", tokens),
                Arguments.of(
                        "fields of the command",
                        send.formatted("'text': 'a'").replace("}}", "}" + fields + "}"),
                        "",
                        tokens),
                Arguments.of(
                        "fields of a part",
                        send.formatted("'parts': [{'type': 'text', 'value': 'a'"
                                + fields.substring(0, 300_000).replaceFirst(",[^,]*$", "") + "}]"),
                        "/message/parts/0",
                        "has too many fields: at most 100 are allowed"),
                Arguments.of(
                        "lists in lists in lists",
                        send.formatted("'parts': ["
                                + "{'type': 'text', 'value': 'a', 'text_decorations': ["
                                        .concat("{'range': [0, 1]}, ".repeat(99) + "{'range': [" + "1, ".repeat(100)
                                                + "1]}]}")
                                + "]"),
                        "/message/parts/0/text_decorations/99/range",
                        entries));
    }

    @Test
    void the_problem_of_a_field_with_a_slash_in_its_name_still_points_to_it() {
        String body = aGroup("ord-1001").toString().replaceFirst("\\{", quoted("{'a/b': 1, "));

        CommandRefused refused = refusal(TestCommand::read, received(body));

        assertThat(TestCommand.pointers(refused)).containsExactly("/a~1b");
    }

    @Test
    void a_refusal_keeps_what_identifies_the_command() {
        CommandRefused refused = refusal(
                TestCommand::read,
                aGroup("ord-1001")
                        .with("group_ref", "'order-1001'")
                        .without("to")
                        .received());

        assertThat(refused.identity())
                .isEqualTo(new Identity(
                        Optional.of("ord-1001"),
                        Optional.of("create_group"),
                        Optional.of("order-1001"),
                        Optional.empty()));
    }

    @Test
    void a_refusal_keeps_the_chat_that_the_command_names() {
        CommandRefused refused = refusal(
                TestCommand::read,
                aMessage("ord-1001-paid")
                        .without("group_ref")
                        .with("chat_id", "'C4A70000-2222-4B3C-9D4E-000000000001'")
                        .without("message")
                        .received());

        assertThat(refused.identity().chatId()).contains("c4a70000-2222-4b3c-9d4e-000000000001");
    }

    @Test
    void a_refusal_keeps_an_unknown_type_and_omits_an_id_that_is_not_a_string() {
        CommandRefused refused =
                refusal(TestCommand::read, received(quoted("{'type': 'destroy', 'command_id': 1001}")));

        assertThat(refused.identity())
                .isEqualTo(new Identity(Optional.empty(), Optional.of("destroy"), Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_refusal_omits_an_identity_that_the_ledger_cannot_store(String what, String id) {
        TestCommand command = aGroup("ord-1001").with("command_id", id).with("group_ref", id);

        CommandRefused refused = refusal(TestCommand::read, command.received());

        assertThat(TestCommand.pointers(refused)).containsExactlyInAnyOrder("/command_id", "/group_ref");
        assertThat(refused.identity())
                .isEqualTo(new Identity(
                        Optional.empty(), Optional.of("create_group"), Optional.empty(), Optional.empty()));
    }

    static Stream<Arguments> a_refusal_omits_an_identity_that_the_ledger_cannot_store() {
        return Stream.of(
                Arguments.of("longer than a column", "'" + "x".repeat(600) + "'"),
                Arguments.of("empty", "''"),
                Arguments.of("with a NUL character", "'ord\\u00001001'"),
                Arguments.of("with half a surrogate pair", "'ord\\ud83d'"));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"\\u0000", "a\\u0000b", "\\ud83d", "\\udce6\\ud83d"})
    void a_text_that_cannot_be_stored_or_sent_is_refused_with_its_pointer(String text) {
        CommandRefused refused = refusal(
                TestCommand::read,
                aGroup("ord-1001")
                        .with("display_name", "'" + text + "'")
                        .with("message/parts", "[{'type': 'text', 'value': '" + text + "'}]")
                        .received());

        assertThat(TestCommand.pointers(refused)).containsExactlyInAnyOrder("/display_name", "/message/parts/0/value");
    }

    @Test
    void an_emoji_and_a_line_break_are_text() {
        ChatCommand command = aGroup("ord-1001")
                .with("display_name", "'\\ud83d\\udce6\\n\\u0001'")
                .read();

        assertThat(((CreateGroup) command).displayName()).contains("📦\n\u0001");
    }

    @Test
    void a_problem_found_before_parsing_refuses_the_command() {
        Problem tooManyCells = Problem.of("the row has 9 cells, the header 8");
        ReceivedCommand row = new ReceivedCommand(
                OFFSET_15,
                RecordKeyAndHeaders.NONE,
                aGroup("ord-1001").received().body(),
                Map.of(),
                Optional.empty(),
                List.of(tooManyCells),
                List.of());

        assertThat(refusal(TestCommand::read, row).problems()).containsExactly(tooManyCells);
    }

    @Test
    void a_full_create_group_is_read_field_by_field() {
        ReceivedCommand received = aGroup("ord-1001")
                .with("group_ref", "'order-1001'")
                .with("display_name", "'Order 1001'")
                .with("group_chat_icon", "'https://example.com/icon.png'")
                .saying("Welcome! Track it: https://example.com/t/1001")
                .with("message/text_decorations", "[{'range': [0, 8], 'style': 'bold'}]")
                .with("message/mention", "{'handle': '" + ANN + "', 'text': 'Track'}")
                .with("message/links", "['https://example.com/faq']")
                .with("message/media", "[{'url': 'https://example.com/map.png'}]")
                .with("message/effect", "{'type': 'screen', 'name': 'confetti'}")
                .with("message/preferred_service", "'RCS'")
                .received();

        assertThat(TestCommand.read(received))
                .isEqualTo(new CreateGroup(
                        envelope(received, "create_group", "ord-1001", Optional.of("order-1001"), Optional.empty()),
                        Optional.of(LINE),
                        List.of(ANN, BOB),
                        Optional.of("Order 1001"),
                        Optional.of(new FileSource(
                                Optional.of("https://example.com/icon.png"), Optional.empty(), Optional.empty())),
                        new ChatMessage(
                                Optional.of("Welcome! Track it: https://example.com/t/1001"),
                                Optional.empty(),
                                List.of(json("{'range': [0, 8], 'style': 'bold'}")),
                                Optional.of(new Mention(ANN, "Track")),
                                List.of("https://example.com/faq"),
                                List.of(json("{'url': 'https://example.com/map.png'}")),
                                List.of(),
                                Optional.of(json("{'type': 'screen', 'name': 'confetti'}")),
                                Optional.empty(),
                                Optional.of("RCS"))));
    }

    @Test
    void the_case_of_a_chat_id_does_not_matter() {
        ReceivedCommand received = aMessage("ord-1001-paid")
                .without("group_ref")
                .with("chat_id", "'C4A70000-2222-4B3C-9D4E-000000000001'")
                .received();

        assertThat(TestCommand.read(received).envelope().chatId()).contains("c4a70000-2222-4b3c-9d4e-000000000001");
    }

    @Test
    void a_send_message_with_parts_is_read_field_by_field() {
        ReceivedCommand received = aMessage("ord-1001-paid")
                .without("group_ref")
                .with("chat_id", "'c4a70000-2222-4b3c-9d4e-000000000001'")
                .with("message", "{'parts': [{'type': 'text', 'value': 'Paid'}]}")
                .with("message/reply_to", "{'message_id': 'm-1', 'part_index': 0}")
                .received();

        assertThat(TestCommand.read(received))
                .isEqualTo(new SendMessage(
                        envelope(
                                received,
                                "send_message",
                                "ord-1001-paid",
                                Optional.empty(),
                                Optional.of("c4a70000-2222-4b3c-9d4e-000000000001")),
                        new ChatMessage(
                                Optional.empty(),
                                Optional.empty(),
                                List.of(),
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                List.of(json("{'type': 'text', 'value': 'Paid'}")),
                                Optional.empty(),
                                Optional.of(json("{'message_id': 'm-1', 'part_index': 0}")),
                                Optional.empty())));
    }

    @Test
    void a_command_without_an_id_gets_the_id_of_its_position() {
        ChatCommand command = aGroup("ord-1001").without("command_id").read();

        assertThat(command.commandId()).isEqualTo("k-cluster-topic-0-15");
        assertThat(command.envelope().groupRef()).contains("k-cluster-topic-0-15");
    }

    @ParameterizedTest
    @CsvSource({
        "'Mu\\u0308nchen', München",
        "'crew\\u00a07', crew 7",
        "'crew 7\\u200b', crew 7",
        "'crew \\u200b', crew",
        "'\\ufeffcrew', crew",
        "'crew\\u20117', crew-7"
    })
    void a_group_ref_is_normalized_with_a_warning(String written, String name) {
        CommandEnvelope envelope =
                aMessage("a").with("group_ref", "'" + written + "'").read().envelope();

        assertThat(envelope.groupRef()).contains(name);
        assertThat(envelope.groupRefAsWritten()).isPresent().isNotEqualTo(envelope.groupRef());
        assertThat(envelope.warnings())
                .containsExactly("group_ref is used as \"" + name + "\": accented letters, spaces and hyphens are"
                        + " normalized, and invisible characters removed");
    }

    @Test
    void a_command_id_used_as_group_ref_is_normalized() {
        CommandEnvelope envelope = aGroup("Mu\u0308nchen").read().envelope();

        assertThat(envelope.commandId()).isEqualTo("Mu\u0308nchen");
        assertThat(envelope.groupRef()).contains("München");
    }

    @Test
    void a_refusal_has_the_normalized_group_ref() {
        CommandRefused refused = refusal(
                TestCommand::read,
                aMessage("a")
                        .with("group_ref", "'Mu\\u0308nchen'")
                        .with("x", "1")
                        .received());

        assertThat(refused.identity().groupRef()).contains("München");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "undefined",
                "null",
                "NULL",
                "None",
                "NaN",
                "nan",
                "(null)",
                "<nil>",
                "[object Object]",
                "#REF!",
                "1e+21"
            })
    void a_missing_value_marker_is_refused_as_id_and_as_group_ref(String value) {
        String reason = MissingValueMarker.detect(value).orElseThrow().describe(MissingValueMarker.Usage.ID);
        CommandRefused refused = refusal(
                TestCommand::read,
                aMessage(value).with("group_ref", "'" + value + "'").received());

        assertThat(refused.problems())
                .containsExactly(new Problem("/command_id", reason), new Problem("/group_ref", reason));
    }

    @Test
    void an_invisible_group_ref_is_refused() {
        CommandRefused refused = refusal(
                TestCommand::read,
                aMessage("a").with("group_ref", "'\\u200b\\u2060'").received());

        assertThat(refused.problems())
                .containsExactly(new Problem("/group_ref", "must not be empty: it has no visible character"));
    }

    @Test
    void a_missing_value_marker_as_text_or_name_is_accepted_with_a_warning() {
        assertThat(aGroup("ord-1001")
                        .with("display_name", "'undefined'")
                        .saying("null")
                        .read()
                        .envelope()
                        .warnings())
                .containsExactly(
                        "display_name is \"undefined\": programs and databases write that for a missing value; leave it"
                                + " out, or write it differently if it is intended",
                        "message is \"null\": programs and databases write that for a missing value; leave it out, or"
                                + " write it differently if it is intended");
    }

    @Test
    void a_word_that_may_be_a_group_ref_is_accepted_with_a_warning() {
        assertThat(aMessage("N/A").read().envelope().warnings())
                .containsExactly(
                        "command_id is \"N/A\": programs and databases write that for a missing value; give it its own"
                                + " name",
                        "group_ref is \"N/A\": programs and databases write that for a missing value; give it its own"
                                + " name");
    }

    @Test
    void a_group_without_a_group_ref_gets_the_command_id() {
        assertThat(aGroup("ord-1001").read().envelope().groupRef()).contains("ord-1001");
    }

    private static TestCommand toGroup(String type) {
        return aCommand(type, "a").with("group_ref", "'a'");
    }

    private static TestCommand ofMessage(String reference) {
        return toGroup("react").with("message_of", reference).with("reaction", "'love'");
    }

    private static TestCommand reaction(String reaction) {
        return toGroup("react").with("message_id", MESSAGE).with("reaction", reaction);
    }

    private static TestCommand background(String background) {
        return toGroup("set_background").with("background", background);
    }

    private static CommandEnvelope envelope(
            ReceivedCommand received,
            String type,
            String commandId,
            Optional<String> groupRef,
            Optional<String> chatId) {
        return new CommandEnvelope(
                received,
                commandId,
                type,
                groupRef,
                groupRef,
                chatId,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static Arguments bad(TestCommand command, String pointer, String message) {
        return Arguments.of(command, pointer, message);
    }

    private static Arguments body(String what, String body, String message) {
        return Arguments.of(what, bytes(body, true), message);
    }

    private static byte[] bytes(String body, boolean utf8) {
        return body.getBytes(utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static String nested(int levels) {
        return "{\"deep\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
    }

    /** A valid command, padded with white space to a size in bytes. */
    private static String filledUp(int bytes) {
        String command = aGroup("ord-1001").toString();
        return command + " ".repeat(bytes - command.length());
    }

    private static String[] manyTimes(String handle, int times) {
        return Stream.generate(() -> handle).limit(times).toArray(String[]::new);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(quoted(text));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
