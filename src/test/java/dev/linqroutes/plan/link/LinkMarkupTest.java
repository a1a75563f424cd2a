package dev.linqroutes.plan.link;

import static dev.linqroutes.command.TestCommand.aGroup;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.plan.TestPlan;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts from chats, help desks, CMS and language models contain markup, which group chats show literally. */
class LinkMarkupTest {
    private static final String A = "https://example.com/a";

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void the_label_of_a_link_stays_as_plain_words(String text) {
        TextWithoutLinks unlinked = TextWithoutLinks.removeAll(text).orElseThrow();

        assertThat(unlinked.rest().text()).isEqualTo("See our page today");
        assertThat(unlinked.links()).containsExactly(A);
    }

    static Stream<String> the_label_of_a_link_stays_as_plain_words() {
        return Stream.of(
                "See <" + A + "|our page> today",
                "See [our page](" + A + ") today",
                "See [our page]( " + A + " ) today",
                "See [our page](<" + A + ">) today",
                "See [our page](" + A + " \"Title\") today",
                "See [our page](" + A + " 'Title') today",
                "See [our page](" + A + " (Title)) today",
                "See ![our page](" + A + ") today",
                "See <a href=\"" + A + "\">our page</a> today",
                "See <A HREF='" + A + "' target=\"_blank\" rel=\"noopener\">our page</A > today",
                "See <a class=\"x\" href=" + A + ">our page</a> today",
                "See <a\n  href=\"" + A + "\"\n>our page</a> today",
                "See <a href=\"" + A + "\" originalsrc=\"https://example.org/b\" shash=\"x\">our page</a> today",
                "See <a originalsrc=\"https://example.org/b\" href=\"" + A + "\">our page</a> today",
                "See [our page](" + A + " \"or https://example.org/b\") today",
                "See our page<" + A + "> today",
                "See [url=" + A + "]our page[/url] today",
                "See [URL=\"" + A + "\"]our page[/URL] today",
                "See [link=" + A + "]our page[/link] today",
                "See [our page|" + A + "] today",
                "See [our page|" + A + "|smart-link] today");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_link_without_a_label_is_removed_completely(String text) {
        TextWithoutLinks unlinked = TextWithoutLinks.removeAll(text).orElseThrow();

        assertThat(unlinked.rest().text()).isEqualTo("See today");
        assertThat(unlinked.links()).containsExactly(A);
    }

    static Stream<String> a_link_without_a_label_is_removed_completely() {
        return Stream.of(
                "See <" + A + "> today",
                "See [" + A + "](" + A + ") today",
                "See [](" + A + ") today",
                "See [example.com/a](" + A + ") today",
                "See <" + A + "|" + A + "> today",
                "See <" + A + "|example.com/a> today",
                "See www.example.com/a<" + A + "> today",
                "See " + A + "<" + A + "> today",
                "See [https://example.org/b\\_c](" + A + ") today",
                "See <a href=\"" + A + "\" title=\"" + A + "\" target=\"_blank\">" + A + "</a> today",
                "See <a href=\"" + A + "\">" + A + "</a> today",
                "See <a href=\"" + A + "\"> example.com/a </a> today",
                "See <img src=\"" + A + "\" alt=\"\"/> today",
                "See [url]" + A + "[/url] today",
                "See [img]" + A + "[/img] today",
                "See [url=" + A + "]" + A + "[/url] today");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void marks_that_are_not_link_markup_stay(String text, String rest) {
        assertThat(TextWithoutLinks.removeAll(text).orElseThrow().rest().text()).isEqualTo(rest);
    }

    static Stream<Arguments> marks_that_are_not_link_markup_stay() {
        return Stream.of(
                Arguments.of("See [1] (" + A + ") today", "See [1] () today"),
                Arguments.of("See [" + A + "] today", "See [] today"),
                Arguments.of("1 < 2, see " + A + " > there", "1 < 2, see > there"),
                Arguments.of("* " + A + "|Our page", "* |Our page"),
                Arguments.of("| name | " + A + " |", "| name | |"),
                Arguments.of("<b>" + A + "</b>", "<b></b>"),
                Arguments.of("Ann <ann@example.com>", "Ann <ann@example.com>"),
                Arguments.of("See [our page](" + A + "", "See [our page]("),
                Arguments.of("See <" + A + "|our page", "See <|our page"),
                Arguments.of("[url=" + A + "]our page", "our page"),
                Arguments.of("<a href=\"" + A + "\">our page", "our page"));
    }

    @Test
    void several_marked_links_in_a_sentence_leave_the_sentence() {
        TextWithoutLinks unlinked = TextWithoutLinks.removeAll("Read [this](" + A
                        + "), [that *and* more](https://example.com/a_(b)) and"
                        + " <https://example.org/?a=1&amp;b=2|the [rest]>. [![Logo](https://example.com/l.png)](" + A
                        + ")")
                .orElseThrow();

        assertThat(unlinked.rest().text()).isEqualTo("Read this, that *and* more and the [rest]. Logo");
        assertThat(unlinked.links())
                .containsExactly(
                        A, "https://example.com/a_(b)", "https://example.org/?a=1&b=2", "https://example.com/l.png", A);
    }

    @Test
    void an_underscore_that_markdown_has_escaped_is_an_underscore() {
        TextWithoutLinks unlinked = TextWithoutLinks.removeAll("See https://example.com/my\\_page\\_2, ok")
                .orElseThrow();

        assertThat(unlinked.rest().text()).isEqualTo("See, ok");
        assertThat(unlinked.links()).containsExactly("https://example.com/my_page_2");
    }

    @Test
    void a_label_with_a_link_among_its_words_keeps_the_words() {
        TextWithoutLinks unlinked = TextWithoutLinks.removeAll("See [the pages of example.org here](" + A + ") today")
                .orElseThrow();

        assertThat(unlinked.rest().text()).isEqualTo("See the pages of here today");
        assertThat(unlinked.links()).containsExactly("example.org", A);
    }

    @Test
    void decorations_and_a_mention_stay_on_the_words_of_a_label() {
        TestCommand command = aGroup("ord-1001")
                .saying("See [our Ann](" + A + ") today")
                .with("message/mention", "{'handle': '" + TestCommand.ANN + "', 'text': 'Ann'}")
                .with("message/text_decorations", "[{'range': [5, 12], 'style': 'bold'}]");

        JsonNode part = TestPlan.of(command).first().parts().get(0);

        assertThat(part)
                .hasToString(TestCommand.quoted("{'type':'text','value':'See our Ann today','text_decorations':["
                        + "{'range':[4,11],'style':'bold'}],'mention':'" + TestCommand.ANN
                        + "','mention_range':[8,11]}"));
    }

    @Test
    void a_link_given_in_links_may_have_quotes_or_brackets() {
        TestCommand command = aGroup("ord-1001").saying("Look").with("message/links", "['<" + A + ">', '" + A + "']");

        assertThat(TestPlan.of(command).lines().subList(1, 2))
                .containsExactly("2 POST /chats/{chat_id}/messages link " + A);
        assertThat(List.copyOf(TestPlan.of(command).calls())).hasSize(2);
    }
}
