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

/** Links that stand in {@code links}, not in a text. */
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
    void a_link_is_sent_as_it_is_given(String link) {
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
    void what_stands_around_it_and_what_nobody_sees_in_it_is_none_of_it(String link) {
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
    void what_is_no_link_is_refused_with_what_it_is(String given) {
        assertThat(problem(given))
                .isEqualTo(new Problem(
                        "/message/links/0", "must be a link such as https://example.com/page, is \"" + given + "\""));
    }

    @ParameterizedTest
    @CsvSource({"https://example.com/my file.pdf", "https://example.com/a https://example.com/b"})
    void white_space_is_in_no_link(String given) {
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
