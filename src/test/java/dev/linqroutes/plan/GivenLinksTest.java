package dev.linqroutes.plan;

import static dev.linqroutes.command.TestCommand.aMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.linqroutes.command.CommandRefused;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.TestCommand;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links in the field {@code links}. */
class GivenLinksTest {

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "https://example.com/a.",
                "https://en.wikipedia.org/wiki/Inc.",
                "https://example.com/a_b_",
                "https://example.com/日本語です",
                "https://example.com/می\u200cخواهم",
                "https://📙.la/x",
                "https://localhost:8443/a",
                "https://[2001:db8::1]/a",
                "ftp://example.com/a.zip"
            })
    void a_link_is_sent_unchanged(String link) {
        assertThat(TestPlan.of(message(link)).lines()).containsExactly("1 POST /chats/{chat_id}/messages link " + link);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "(https://example.com/a)",
                "\"https://example.com/a\"",
                "“https://example.com/a”",
                "「https://example.com/a」",
                "<https://example.com/a>",
                "//example.com/a",
                "https://https://example.com/a",
                "https://exam\u200bple.com/\u2060a",
                "https://example.com/\u200ba",
                "\u202ahttps://example.com/a\u202c"
            })
    void the_text_around_a_link_and_invisible_characters_in_it_are_not_part_of_the_link(String link) {
        assertThat(TestPlan.of(message(link)).lines())
                .containsExactly("1 POST /chats/{chat_id}/messages link https://example.com/a");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "https://",
                "HTTP://",
                "ftp://",
                "app://",
                "https:///a",
                "https://?a",
                "https://.",
                "https:/example.com/a",
                "www.",
                "n/a",
                "-",
                "example",
                "mailto:ann@example.com",
                "[page](https://example.com/a)"
            })
    void a_value_that_is_not_a_link_is_refused_with_the_value(String given) {
        assertThat(problem(given))
                .isEqualTo(new Problem(
                        "/message/links/0", "must be a link such as https://example.com/page, is \"" + given + "\""));
    }

    @ParameterizedTest
    @CsvSource({"https://example.com/my file.pdf", "https://example.com/a https://example.com/b"})
    void no_link_contains_white_space(String given) {
        assertThat(problem(given))
                .isEqualTo(
                        new Problem("/message/links/0", "must be one link without white space, is \"" + given + "\""));
    }

    private static Problem problem(String given) {
        return catchThrowableOfType(CommandRefused.class, () -> TestPlan.of(message(given)))
                .problems()
                .get(0);
    }

    private static TestCommand message(String link) {
        return aMessage("m-1")
                .with("message", "{}")
                .with("message/links", JsonNodeFactory.instance.arrayNode().add(link));
    }
}
