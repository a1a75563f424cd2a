package dev.linqroutes.plan;

import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.aMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.TestCommand;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A full stop after a link, brackets around it or a dash before it are not sent as a message. */
class PunctuationOnlyMessageTest {
    private static final String MENU = "https://example.com/menu";

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                MENU + ".",
                MENU + " !!!",
                ": " + MENU,
                "(" + MENU + ")",
                "“" + MENU + "”.",
                "「" + MENU + "」。",
                "**" + MENU + "**",
                "||" + MENU + "||",
                "```\n" + MENU + "\n```",
                "> " + MENU,
                "- " + MENU + "\n- " + MENU,
                "• " + MENU + "\u200b.",
                MENU + ", " + MENU + " & " + MENU,
                "｜" + MENU + "｜",
                "؟ " + MENU,
                "— " + MENU + " ～"
            })
    void a_text_that_is_a_link_and_punctuation_is_the_link(String text) {
        assertThat(TestPlan.of(aGroup("g-1").saying(text).with("display_name", "'Menu'"))
                        .lines())
                .startsWith("1 POST /chats text Menu", "2 POST /chats/{chat_id}/messages link " + MENU);
        assertThat(TestPlan.of(aMessage("m-1").saying(text)).lines())
                .containsExactly("1 POST /chats/{chat_id}/messages link " + MENU);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"👉", "→", "❤\ufe0f", "€", "1.", "a)", "А", "见", "½", "©"})
    void a_short_text_that_is_not_punctuation_is_sent(String rest) {
        assertThat(TestPlan.of(aMessage("m-1").saying(rest + " " + MENU)).lines())
                .containsExactly(
                        "1 POST /chats/{chat_id}/messages text " + rest,
                        "2 POST /chats/{chat_id}/messages link " + MENU);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"...", "?", "!!!", "…", ":-)"})
    void punctuation_without_a_link_is_sent_as_a_message(String text) {
        assertThat(TestPlan.of(aGroup("g-1").saying(text)).lines()).containsExactly("1 POST /chats text " + text);
        assertThat(TestPlan.of(aMessage("m-1").saying(text)).lines())
                .containsExactly("1 POST /chats/{chat_id}/messages text " + text);
    }

    @Test
    void a_group_without_any_opening_text_is_refused_like_one_with_only_a_link() {
        assertThatThrownBy(() -> TestPlan.of(aGroup("g-1").saying(MENU + ".")))
                .isInstanceOf(CommandRefused.class)
                .hasMessageContaining("needs a first message without a link");
    }

    @Test
    void a_dropped_decoration_gets_a_warning() {
        TestCommand message = aMessage("m-1")
                .saying(MENU + "!")
                .with("message/text_decorations", "[{'range': [24, 25], 'style': 'bold'}]");

        assertThat(new Planner(Optional.empty())
                        .splitIntoCalls(message.enriched())
                        .warnings())
                .singleElement()
                .asString()
                .contains("bold [24, 25]");
    }

    @Test
    void media_are_sent_without_an_invisible_text() {
        TestCommand message =
                aMessage("m-1").saying(MENU + ".").with("message/media", "[{'url': 'https://example.com/menu.png'}]");

        assertThat(TestPlan.of(message).lines())
                .containsExactly(
                        "1 POST /chats/{chat_id}/messages media https://example.com/menu.png",
                        "2 POST /chats/{chat_id}/messages link " + MENU);
    }
}
