package dev.linqroutes.plan;

import static dev.linqroutes.command.TestCommand.aCommand;
import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.aMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.TestCommand;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invisible characters do not count: no group starts with an empty bubble, and no link contains invisible characters. */
class InvisibleMessageTest {
    private static final String MENU = "https://example.com/menu";

    @ParameterizedTest
    @ValueSource(
            strings = {
                MENU + "\u200b",
                "\u200e" + MENU + "\u200e",
                MENU + " \u2060",
                "\ufeff" + MENU,
                MENU + "\u00a0",
                "\u00a0" + MENU + "\u202f",
                "\u2068" + MENU + "\u2069",
                MENU + "\u3164",
                "\u2800" + MENU,
                MENU + "\ufe0f",
                MENU + "\u00a0" + MENU
            })
    void a_text_in_which_only_a_link_can_be_seen_opens_with_the_name(String text) {
        assertThat(TestPlan.of(aGroup("g-1").saying(text).with("display_name", "'Menu'"))
                        .lines())
                .containsExactly(
                        "1 POST /chats text Menu",
                        "2 POST /chats/{chat_id}/messages link " + MENU,
                        "3 PUT /chats/{chat_id} {\"display_name\":\"Menu\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u200b", "\u00a0", "\u2060\n\ufeff", "\u3164", "\u2800\u2800", "\ufe0f", "\u202a\u202c"})
    void an_invisible_text_counts_as_no_text(String text) {
        assertThat(problems(aGroup("g-1").saying(text)))
                .containsExactly(new Problem("/message", "is empty: give text, links, media or parts"));
        assertThat(problems(aMessage("m-1").saying(text))).hasSize(1);
        assertThat(TestPlan.of(aGroup("g-1").saying(text).with("message/links", "['" + MENU + "']"), Optional.of("Hi"))
                        .lines())
                .containsExactly("1 POST /chats text Hi", "2 POST /chats/{chat_id}/messages link " + MENU);
    }

    @Test
    void an_invisible_configured_opening_is_ignored() {
        TestCommand group = aGroup("g-1").saying(MENU).with("display_name", "'Menu'");

        assertThat(TestPlan.of(group, Optional.of("\u200b\u00a0")).lines()).startsWith("1 POST /chats text Menu");
    }

    @Test
    void invisible_characters_around_a_given_link_are_removed() {
        TestCommand group = aGroup("g-1")
                .saying("Look")
                .with(
                        "message/links",
                        """
                ['%1$s', '%1$s\u200b', '\ufeff%1$s', '%1$s\u200e', '\u202a%1$s\u202c', '\u00a0%1$s ', 'https://exam\u00adple.com/menu']
                """
                                .formatted(MENU));

        assertThat(TestPlan.of(group).lines())
                .containsExactly("1 POST /chats text Look", "2 POST /chats/{chat_id}/messages link " + MENU);
    }

    @Test
    void invisible_characters_around_the_url_of_an_icon_picture_or_recording_are_removed() {
        TestCommand group = aGroup("g-1")
                .with("group_chat_icon", "'https://example.com/icon.png\u200b'")
                .with("message/media", "[{'url': 'https://example.com/map.png\ufeff'}]");
        TestCommand memo = aCommand("send_voice_memo", "v-1")
                .with("group_ref", "'g-1'")
                .with("url", "'https://example.com/memo.m4a\u200e'");

        assertThat(TestPlan.of(group).lines())
                .containsExactly(
                        "1 POST /chats text Hello, media https://example.com/map.png",
                        "2 PUT /chats/{chat_id} {\"group_chat_icon\":\"https://example.com/icon.png\"}");
        assertThat(TestPlan.of(memo).first().body())
                .hasToString("{\"voice_memo_url\":\"https://example.com/memo.m4a\"}");
    }

    @Test
    void a_link_given_in_links_is_sent_unchanged() {
        List<String> links = List.of(
                "https://example.com/wiki/東京（曖昧さ回避）",
                "https://example.com/می\u200cخواهم",
                "https://example.com/foo。次",
                "https://example.com/a_",
                "https://example.com/❤\ufe0f");
        TestCommand group =
                aGroup("g-1").saying("Look").with("message/links", "['" + String.join("', '", links) + "']");

        assertThat(TestPlan.of(group).calls().stream()
                        .skip(1)
                        .map(call -> call.parts().get(0).get("value").textValue()))
                .containsExactlyElementsOf(links);
    }

    @Test
    void a_link_is_the_same_link_wherever_it_was_written() {
        String link = "https://example.com/a（b）";
        TestCommand group = aGroup("g-1").saying("Twice " + link).with("message/links", "['" + link + "']");

        assertThat(TestPlan.of(group).lines())
                .containsExactly("1 POST /chats text Twice", "2 POST /chats/{chat_id}/messages link " + link);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/a\u00a0b", "https://example.com/a\u3000b", "\u200b"})
    void a_link_with_white_space_or_without_visible_characters_is_refused(String link) {
        assertThat(problems(aGroup("g-1").with("message/links", "['" + link + "']")))
                .containsExactly(
                        new Problem("/message/links/0", "must be one link without white space, is \"" + link + "\""));
    }

    private static List<Problem> problems(TestCommand command) {
        CommandRefused refused =
                catchThrowableOfType(CommandRefused.class, () -> TestPlan.of(command, Optional.of("Hi")));
        assertThat(refused).as("is refused").isNotNull();
        return refused.problems();
    }
}
