package dev.linqroutes.files.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.plan.link.LinkEncoder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class TemplateTest {
    private static final Map<String, String> ANN =
            Map.of("first_name", "Ann", "url", "https://example.com/a?b=1#c", "company", "Smith & Sons#+=");

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
        Template.FilledText filled = fill(template, Template.TemplateTarget.TEXT, 1_000);

        assertThat(filled.problems()).isEmpty();
        assertThat(filled.text()).isEqualTo(text);
    }

    @Test
    void a_template_that_makes_too_long_a_text_is_not_worked_out() {
        assertThat(fill("{url}".repeat(1_000_000), Template.TemplateTarget.TEXT, 100)
                        .problems())
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
    void in_a_link_only_invalid_characters_are_encoded(String value, String encoded) {
        assertThat(LinkEncoder.encodeAsLinkEnd(value)).isEqualTo(encoded);
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "https://x.example/{v}           | #1001                       | https://x.example/%231001",
                "https://x.example/{v}           | What?.pdf                   | https://x.example/What%3F.pdf",
                "https://x.example/{v}           | 100%                        | https://x.example/100%25",
                "https://x.example/{v}           | a%20b                       | https://x.example/a%20b",
                "https://x.example/{v}           | Acme (EU), Inc.             | https://x.example/Acme%20%28EU%29%2C%20Inc%2E",
                "https://x.example/{v}           | Smith & Sons                | https://x.example/Smith%20&%20Sons",
                "https://x.example/{v}           | docs/plan.pdf               | https://x.example/docs/plan.pdf",
                "https://x.example/{v}           | t/1?x=2&y=3#top             | https://x.example/t/1?x=2&y=3#top",
                "https://x.example/a={v}         | b?c                         | https://x.example/a=b%3Fc",
                "https://x.example/?c={v}        | A & B#+=?                   | https://x.example/?c=A%20%26%20B%23%2B%3D%3F",
                "https://x.example/?a=b&c=-{v}#d | A&B                         | https://x.example/?a=b&c=-A%26B#d",
                "https://x.example/?u={v}        | https://y.example/a?b=1&c#d | https://x.example/?u=https%3A//y.example/a%3Fb%3D1%26c%23d",
                "https://x.example/?{v}          | a=1&b=2                     | https://x.example/?a=1&b=2",
                "https://x.example/?c=d&{v}      | a=1&b=2                     | https://x.example/?c=d&a=1&b=2",
                "https://x.example/?{v}          | #5 & 6                      | https://x.example/?%235%20%26%206",
                "https://x.example/?text={v}     | See https://y.example       | https://x.example/?text=See%20https%3A//y.example",
                "https://x.example/#{v}          | Q & A                       | https://x.example/#Q%20%26%20A",
                "https://x.example/#{v}          | tab=1&row=2                 | https://x.example/#tab=1&row=2",
                "https://x.example/#/o?id={v}    | A&B                         | https://x.example/#/o?id=A%26B",
                "https://{v}/a                   | bücher.de                   | https://bücher.de/a",
                "https://{v}                     | y.example/a?b=1#c           | https://y.example/a?b=1#c",
                "https://{v}                     | https://y.example/a b       | https://https://y.example/a%20b",
                "https://x.example{v}            | /t/1?x#y                    | https://x.example/t/1?x#y",
                "{v}                             | https://x.example/a?b=1#c   | https://x.example/a?b=1#c",
                "{v}                             | https://bücher.de/é 1.pdf   | https://bücher.de/é%201.pdf",
                "{v}/a                           | https://x.example           | https://x.example/a",
                "example.com/t/{v}               | A #1                        | example.com/t/A%20%231",
                "www.example.com?c={v}           | A&B                         | www.example.com?c=A%26B",
                "example.com:8080/{v}            | A B                         | example.com:8080/A%20B",
                "app://orders/{v}                | #1                          | app://orders/%231",
                "https://x.example/{v}           | A\u200b\u00a01              | https://x.example/A%201",
                "https://x.example/{v}           | می\u200cخواهم                | https://x.example/%D9%85%DB%8C%E2%80%8C%D8%AE%D9%88%D8%A7%D9%87%D9%85",
            })
    void a_value_in_a_link_stays_one_component(String template, String value, String link) {
        assertThat(fill(template, value, Template.TemplateTarget.LINK)).isEqualTo(Template.FilledText.of(link));
        if (!template.startsWith("{")) {
            assertThat(fill("See (" + template + ") {v}", value, Template.TemplateTarget.TEXT)
                            .text())
                    .isEqualTo("See (" + link + ") " + value);
        }
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "ann@example.com/{v}    | A B",
                "and/or/{v}             | A B",
                "3.5/{v}                | A B",
                "Either {v}/kg          | A & B",
                "example.com {v}        | A#B",
                "example.com.{v}        | A#B",
                "{v}                    | https://x.example/my file",
            })
    void a_value_in_a_text_is_unchanged(String template, String value) {
        assertThat(fill(template, value, Template.TemplateTarget.TEXT).text())
                .isEqualTo(template.replace("{v}", value));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "https://{v}.example.com/  | Ann's Shop | {v} is \"Ann's Shop\", which cannot be part of a host name",
                "https://x.example{v}      | @y.example | {v} is \"@y.example\", which cannot be part of a host name",
                "https://www.{v}/          | a b.com/c  | {v} is \"a b.com/c\", which cannot be part of a host name",
                "{v}                       | https://a.example https://b.example | {v} contains several links; give each its own column",
                "{v}                       | www.a.example\u00a0www.b.example   | {v} contains several links; give each its own column",
            })
    void a_value_that_makes_no_link_is_refused(String template, String value, String problem) {
        assertThat(fill(template, value, Template.TemplateTarget.LINK).problems())
                .containsExactly(problem);
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
                "https://x.example/東京/{company}      | https://x.example/東京/Smith%20&%20Sons%23+=",
            })
    void a_value_behind_the_end_of_a_link_is_text(String template, String text) {
        assertThat(fill(template, Template.TemplateTarget.TEXT, 1_000).text()).isEqualTo(text);
    }

    private static Template.FilledText fill(String template, String value, Template.TemplateTarget place) {
        return Template.fill(template, new Row(Map.of("v", value)), place, 1_000);
    }

    private static Template.FilledText fill(String template, Template.TemplateTarget place, int longest) {
        return Template.fill(template, new Row(ANN), place, longest);
    }

    public record Row(Map<String, String> cells) implements Template.PlaceholderValues {
        @Override
        public Optional<String> findValue(String name) {
            return Optional.ofNullable(cells.get(name));
        }

        @Override
        public boolean isTemplate(String name) {
            return false;
        }

        @Override
        public String describeColumns() {
            return String.join(", ", cells.keySet());
        }
    }
}
