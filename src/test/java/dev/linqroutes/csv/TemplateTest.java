package dev.linqroutes.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final Map<String, String> ANN = Map.of(
            "first_name",
            "Ann",
            "url",
            "https://example.com/a?b=1#c",
            "company",
            "Smith & Sons#+=",
            "query",
            "a=1&b=2");

    @ParameterizedTest
    @CsvSource({
        "Hi {first_name}!, Hi Ann!",
        "{first_name}{first_name}, AnnAnn",
        "{First Name} {FIRST-NAME}, Ann Ann",
        "{{first_name}}, {first_name}",
        "{{{first_name}}}, {Ann}",
        "no placeholder, no placeholder",
    })
    void a_placeholder_is_replaced_by_the_value_of_its_column(String template, String text) {
        Template.Filled filled = fill(template, Template.Place.TEXT, 1_000);

        assertThat(filled.problems()).isEmpty();
        assertThat(filled.text()).isEqualTo(text);
    }

    @Test
    void a_template_that_makes_too_long_a_text_is_not_worked_out() {
        assertThat(fill("{url}".repeat(1_000_000), Template.Place.TEXT, 100).problems())
                .containsExactly("has more than 100 characters with its placeholders filled in");
    }

    @ParameterizedTest
    @CsvSource({
        "Ann Lee, Ann%20Lee",
        "Zoé, Zo%C3%A9",
        "👍, %F0%9F%91%8D",
        "a/b?c=d&e=f#g, a/b?c=d&e=f#g",
        "a%20b, a%20b",
        "100%, 100%25",
        "%zz, %25zz",
        "<{|}>, %3C%7B%7C%7D%3E",
        "[2001:db8::1], [2001:db8::1]",
    })
    void in_a_link_only_what_a_link_cannot_hold_is_encoded(String value, String encoded) {
        assertThat(Template.inLink(value)).isEqualTo(encoded);
    }

    @Test
    void a_link_that_is_a_value_stays_as_it_is() {
        assertThat(fill("{url}", Template.Place.LINK, 1_000).text())
                .isEqualTo("https://example.com/a?b=1#c", "company", "Smith & Sons#+=", "query", "a=1&b=2");
    }

    @ParameterizedTest
    @CsvSource({
        "https://x.example/?c={company}, https://x.example/?c=Smith%20%26%20Sons%23%2B%3D",
        "https://x.example/?a=b&c=-{company}#{company}, "
                + "https://x.example/?a=b&c=-Smith%20%26%20Sons%23%2B%3D#Smith%20&%20Sons#+=",
        "https://x.example/{company}, https://x.example/Smith%20&%20Sons#+=",
        "https://x.example/?{query}, https://x.example/?a=1&b=2",
        "https://x.example/?c=d&{query}, https://x.example/?c=d&a=1&b=2",
    })
    void a_value_in_the_query_of_a_link_stays_one_value(String template, String link) {
        assertThat(fill(template, Template.Place.LINK, 1_000).text()).isEqualTo(link);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://x.example/a。{company}さん    | https://x.example/a。Smith & Sons#+=さん",
                "https://x.example/aで{company}       | https://x.example/aでSmith & Sons#+=",
                "https://x.example/a—{company}        | https://x.example/a—Smith & Sons#+=",
                "https://x.example/a👉{company}       | https://x.example/a👉Smith & Sons#+=",
                "“https://x.example/a”\u00a0{company} | “https://x.example/a”\u00a0Smith & Sons#+=",
                "<https://x.example/a>{company}       | <https://x.example/a>Smith & Sons#+=",
                "https://x.example/東京/{company}      | https://x.example/東京/Smith%20&%20Sons#+=",
            })
    void a_value_behind_the_end_of_a_link_is_text(String template, String text) {
        assertThat(fill(template, Template.Place.TEXT, 1_000).text()).isEqualTo(text);
    }

    private static Template.Filled fill(String template, Template.Place place, int longest) {
        return Template.fill(template, new Row(ANN), place, longest);
    }

    record Row(Map<String, String> cells) implements Template.Values {
        @Override
        public Optional<String> of(String name) {
            return Optional.ofNullable(cells.get(name));
        }

        @Override
        public boolean isTemplate(String name) {
            return false;
        }

        @Override
        public String shownNames() {
            return String.join(", ", cells.keySet());
        }
    }
}
