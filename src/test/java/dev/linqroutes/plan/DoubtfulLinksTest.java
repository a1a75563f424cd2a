package dev.linqroutes.plan;

import static dev.linqroutes.command.TestCommand.aGroup;
import static dev.linqroutes.command.TestCommand.aMessage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.TestCommand;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words separated by a full stop that look like hosts. */
class DoubtfulLinksTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Müller GmbH & Co.KG lädt ein           | Co.KG",
                "Anna Beispiel, M.Sc. kommt um neun     | M.Sc",
                "We start at 5.pm sharp                 | 5.pm",
                "Bring your own lunch.It starts at nine | lunch.It",
                "Thanks for coming.So see you tomorrow  | coming.So",
                "Use setup.py, please                   | setup.py",
                "Use main.rs, please                    | main.rs",
                "Use run.sh, please                     | run.sh",
                "Read README.md first                   | README.md",
                "e.g.to the left                        | e.g.to",
                "i.e.in the hall                        | i.e.in",
                "Dr.med. Beispiel kommt                 | Dr.med",
                "All is good.Now wait                   | good.Now",
                "See you at dinner.today is fine        | dinner.today",
                "That was fun.love you                  | fun.love",
                "Ph.D.in Physics                        | Ph.D.in",
                "Anmeldung bis 5.Mai usw.Am Abend       | usw.Am",
                "Tel.Nr. folgt                          | Tel.Nr",
                "Yes.no and maybe                       | Yes.no",
                "Das Amazon.de-Paket ist da             | Amazon.de",
                "MÜLLER & CO.KG LÄDT EIN                | CO.KG",
                "Zapraszamy m.in. na koncert            | m.in",
                "Here is IMG_0042.MOV for you           | IMG_0042.MOV",
                "Open photos-2024.zip please            | photos-2024.zip",
                "Print flyer.de.pdf, please             | flyer.de",
                "Print the flyer.com.pdf, please        | flyer.com",
            })
    void a_doubtful_link_leaves_a_first_message_with_a_warning_and_stays_in_a_later_one(String text, String word) {
        Plan first = plan(aGroup("g-1").saying(text));
        TestCommand later = aMessage("m-1").saying(text);

        assertThat(first.warnings())
                .singleElement()
                .asString()
                .startsWith("\"" + word + "\" looks like a link")
                .contains("if it is not a link");
        assertThat(TestPlan.of(aGroup("g-1").saying(text)).first().text()).doesNotContain(word);
        assertThat(plan(later).warnings()).isEmpty();
        assertThat(TestPlan.of(later).lines()).containsExactly("1 POST /chats/{chat_id}/messages text " + text);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "example.com",
                "Example.COM",
                "EXAMPLE.COM",
                "www.Example.It",
                "Example.It/menu",
                "Example.It:8443",
                "https://lunch.It",
                "bücher.de",
                "my-shop.io",
                "shop.example.co.uk",
                "gov.uk",
                "x.com",
                "163.com",
                "example.app",
                "tickets-2026.berlin",
                "почта.рф",
                "例え.jp",
                "a.b.c.d.e.example.net"
            })
    void a_certain_link_is_sent_as_a_preview_without_a_warning(String link) {
        for (TestCommand command : List.of(aGroup("g-1"), aMessage("m-1"))) {
            command.saying("See " + link + ", please");

            assertThat(plan(command).warnings()).isEmpty();
            assertThat(TestPlan.of(command).first().text()).isEqualTo("See, please");
        }
    }

    @Test
    void certain_links_are_removed_from_a_message_that_keeps_a_doubtful_one() {
        TestCommand message = aMessage("m-1").saying("Bring lunch.It is at example.com/menu, ok");

        assertThat(TestPlan.of(message).lines())
                .containsExactly(
                        "1 POST /chats/{chat_id}/messages text Bring lunch.It is at, ok",
                        "2 POST /chats/{chat_id}/messages link https://example.com/menu");
    }

    @Test
    void a_doubtful_word_given_in_links_is_a_link() {
        TestCommand message = aMessage("m-1").saying("Look").with("message/links", "['lunch.It']");

        assertThat(TestPlan.of(message).lines()).endsWith("2 POST /chats/{chat_id}/messages link https://lunch.It");
        assertThat(plan(message).warnings()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"No.1 and No.2 are ours", "Prof.Dr.Muster", "z.B. heute", "Wait...what", "v1.2.3", "d.h. jetzt"})
    void text_that_is_not_a_link_stays_in_a_first_message(String text) {
        assertThat(TestPlan.of(aGroup("g-1").saying(text)).lines()).containsExactly("1 POST /chats text " + text);
        assertThat(plan(aGroup("g-1").saying(text)).warnings()).isEmpty();
    }

    private static Plan plan(TestCommand command) {
        return new Planner(Optional.of("Hello")).splitIntoCalls(command.enriched());
    }
}
