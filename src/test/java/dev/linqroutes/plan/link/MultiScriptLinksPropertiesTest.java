package dev.linqroutes.plan.link;

import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.aMessage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.TestCommand;
import dev.linqroutes.plan.Planner;
import dev.linqroutes.plan.TestPlan;
import dev.linqroutes.testing.MultiScriptTexts;
import dev.linqroutes.testing.MultiScriptTexts.Text;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Texts in Latin, Cyrillic, Greek, Arabic, Hebrew, Thai, Devanagari, Han, kana and Hangul, with emoji and typographic punctuation. */
class MultiScriptLinksPropertiesTest {
    private static final String OPENING = "Hello from us";

    @Property(tries = 5_000)
    void no_visible_character_is_lost_or_added_and_no_link_is_changed(@ForAll("texts") Text text) {
        TestCommand command = aGroup("ord-1001").saying(text.text());
        Assume.that(!MultiScriptTexts.visible(text.text()).isEmpty());

        TestPlan plan = TestPlan.of(command, Optional.of(OPENING));

        String rest = MultiScriptTexts.isPunctuation(text.rest()) ? OPENING : text.rest();
        assertThat(MultiScriptTexts.visible(plan.first().text())).isEqualTo(MultiScriptTexts.visible(rest));
        assertThat(links(plan)).isEqualTo(text.links());
        assertThat(new Planner(Optional.of(OPENING))
                        .splitIntoCalls(command.enriched())
                        .warnings())
                .isEmpty();
    }

    @Property(tries = 1_000)
    void a_later_message_has_the_same_content_as_a_first_one(@ForAll("texts") Text text) {
        Assume.that(!MultiScriptTexts.isPunctuation(text.rest()));

        List<String> first = TestPlan.of(aGroup("ord-1001").saying(text.text())).messages().stream()
                .map(call -> call.parts().toString())
                .toList();
        List<String> later = TestPlan.of(aMessage("ord-1001").saying(text.text())).messages().stream()
                .map(call -> call.parts().toString())
                .toList();

        assertThat(later).isEqualTo(first);
    }

    @Property(tries = 3_000)
    void the_remaining_text_is_as_written_and_contains_no_link(@ForAll("fragments") String text) {
        Optional<TextWithoutLinks> unlinked = TextWithoutLinks.removeAll(text);

        unlinked.ifPresent(split -> {
            String rest = split.rest().text();
            assertThat(Links.findIn(rest)).isEmpty();
            assertIsLeftOf(MultiScriptTexts.visible(text), MultiScriptTexts.visible(rest));
            assertThat(split.links().isEmpty()).isEqualTo(Links.findIn(text).isEmpty());
            split.links().forEach(link -> assertThat(link).doesNotContainAnyWhitespaces());
        });
    }

    @Property(tries = 3_000)
    void every_link_occurs_in_the_text_except_for_a_disguised_host(@ForAll("fragments") String text) {
        int at = 0;
        for (Links.LinkMatch found : Links.findIn(text)) {
            assertThat(found.start()).isGreaterThanOrEqualTo(at);
            assertThat(found.end()).isGreaterThan(found.start());
            assertThat(plain(found.value())).isEqualTo(plain(text.substring(found.start(), found.end())));
            at = found.end();
        }
    }

    private static List<String> links(TestPlan plan) {
        return plan.messages().stream()
                .map(call -> call.parts().get(0))
                .filter(part -> part.get("type").textValue().equals("link"))
                .map(part -> part.get("value").textValue())
                .toList();
    }

    private static String plain(String link) {
        return MultiScriptTexts.visible(link)
                .replace('。', '.')
                .replace('．', '.')
                .replace('：', ':')
                .replace('／', '/')
                .replace("\\_", "_");
    }

    private static void assertIsLeftOf(String whole, String rest) {
        int at = 0;
        for (int i = 0; i < rest.length(); i++) {
            at = whole.indexOf(rest.charAt(i), at) + 1;
            assertThat(at)
                    .as("place of character %d of \"%s\" in \"%s\"", i, rest, whole)
                    .isPositive();
        }
    }

    @Provide
    Arbitrary<Text> texts() {
        return MultiScriptTexts.texts();
    }

    @Provide
    Arbitrary<String> fragments() {
        return MultiScriptTexts.fragments();
    }
}
