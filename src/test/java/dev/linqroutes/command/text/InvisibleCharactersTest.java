package dev.linqroutes.command.text;

import static dev.linqroutes.command.TestCommand.aCommand;
import static dev.linqroutes.command.TestCommand.aGroup;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.TestCommand;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvisibleCharactersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n\t",
                "\u00a0",
                "\u202f",
                "\u3000",
                "\u2028",
                "\u0085",
                "\u200b",
                "\u200e\u200f",
                "\u2060 \ufeff",
                "\u00ad",
                "\u202a\u202c",
                "\u2068\u2069",
                "\u061c",
                "\u180e",
                "\ufe0f",
                "\u034f",
                "\u115f\u1160",
                "\u3164",
                "\uffa0",
                "\u2800",
                "\u17b4\u17b5",
                "\udb40\udc20\udb40\udc7f",
                "\udb40\udd00",
                "\u0001\u007f"
            })
    void texts_without_visible_characters_are_blank(String text) {
        assertThat(InvisibleCharacters.isBlank(text)).isTrue();
        assertThat(InvisibleCharacters.strip(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", ".", "\u0301", "\u20e3", "ー", "ㅤㅤㅎ", "🏴", "\ufffc", "\ufffd", "\ue000", "𠮷", "🫠", "ـ"})
    void drawn_characters_are_visible(String text) {
        assertThat(InvisibleCharacters.isBlank(text)).isFalse();
        assertThat(InvisibleCharacters.isBlank("\u200b" + text + "\u00a0")).isFalse();
    }

    @Test
    void invisible_characters_are_stripped_at_the_ends_of_a_text_only() {
        assertThat(InvisibleCharacters.strip("\ufeff \u200ehttps://example.com/می\u200cخواهم\u200b\u00a0"))
                .isEqualTo("https://example.com/می\u200cخواهم");
        assertThat(InvisibleCharacters.strip("\u2068❤\ufe0f\u2069")).isEqualTo("❤\ufe0f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"command_id", "group_ref", "display_name"})
    void an_invisible_name_is_refused(String field) {
        assertThat(pointers(aGroup("ord-1001").with(field, "'\u200b\u3164'"))).containsExactly("/" + field);
    }

    @Test
    void a_name_of_white_space_is_refused() {
        assertThat(pointers(aGroup("ord-1001").with("display_name", "'  '"))).containsExactly("/display_name");
    }

    @Test
    void an_invisible_poll_option_or_edit_is_refused() {
        TestCommand poll =
                aCommand("send_poll", "poll").with("group_ref", "'g'").with("options", "['Yes', '\u2800']");
        TestCommand edit = aCommand("edit_message", "edit")
                .with("group_ref", "'g'")
                .with("message_id", "'b1a7c0de-1111-4a2b-8c3d-000000000101'")
                .with("text", "'\ufeff'");

        assertThat(pointers(poll)).containsExactly("/options/1");
        assertThat(pointers(edit)).containsExactly("/text");
    }

    private static List<String> pointers(TestCommand command) {
        return TestCommand.pointers(TestCommand.refusal(TestCommand::read, command));
    }
}
