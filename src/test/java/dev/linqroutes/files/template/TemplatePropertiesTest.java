package dev.linqroutes.files.template;

import static dev.linqroutes.command.TestCommand.aMessage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.placeholder.MissingValueMarker;
import dev.linqroutes.plan.Planner;
import dev.linqroutes.plan.link.LinkEncoder;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TemplatePropertiesTest {
    @Property
    void a_text_with_doubled_braces_is_literal(@ForAll String text) {
        String template = text.replace("{", "{{").replace("}", "}}");

        assertThat(fill(template, Map.of())).isEqualTo(Template.FilledText.of(text));
    }

    @Property
    void values_are_inserted_literally(@ForAll String before, @ForAll("values") String value, @ForAll String after) {
        String template = doubled(before) + "{name}" + doubled(after);

        assertThat(fill(template, Map.of("name", value)).text()).isEqualTo(before + value + after);
    }

    @Property
    void a_template_is_either_filled_or_has_exactly_one_problem(@ForAll("templates") String template) {
        Template.FilledText filled = fill(template, Map.of("name", "Ann", "empty", ""));

        assertThat(filled.problems()).hasSizeLessThan(2);
        if (filled.problems().isEmpty()) {
            List<String> names = new ArrayList<>();
            Template.forEachPlaceholder(template, names::add);
            assertThat(names).allMatch("name"::equals);
        }
    }

    @Property
    void a_value_in_a_link_leaves_an_address_and_can_be_read_back(@ForAll("letters") String value) {
        String link = "https://example.com/" + LinkEncoder.encodeAsLinkEnd(value);

        assertThat(URI.create(link).getRawPath()).isEqualTo("/" + LinkEncoder.encodeAsLinkEnd(value));
        assertThat(URLDecoder.decode(LinkEncoder.encodeAsLinkEnd(value), StandardCharsets.UTF_8))
                .isEqualTo(value);
        assertThat(LinkEncoder.encodeAsLinkEnd(LinkEncoder.encodeAsLinkEnd(value)))
                .isEqualTo(LinkEncoder.encodeAsLinkEnd(value));
    }

    @Property
    void a_value_in_a_link_stays_in_its_part(@ForAll("names") String value) {
        String link = fill("See https://example.com/t/{v}/x?a=b&v={v}&c=d#{v}", Map.of("v", value))
                .text()
                .substring("See ".length());

        URI uri = URI.create(link);
        assertThat(decoded(uri.getRawPath())).isEqualTo("/t/" + value + "/x");
        assertThat(uri.getRawQuery().split("&"))
                .extracting(TemplatePropertiesTest::decoded)
                .containsExactly("a=b", "v=" + value, "c=d");
        assertThat(decoded(uri.getRawFragment())).isEqualTo(value);
    }

    @Property
    void a_link_of_a_text_ends_behind_the_value_and_not_in_it(@ForAll("names") String value) {
        String text = fill(
                        "See https://example.com/t/{v}, [page](example.com/?v={v}) and <https://example.com/#{v}>!",
                        Map.of("v", value))
                .text();

        List<String> links = new Planner(Optional.empty())
                .splitIntoCalls(aMessage("m-1").saying(text).enriched()).calls().stream()
                        .skip(1)
                        .map(call -> decoded(call.body()))
                        .toList();

        assertThat(links).hasSize(3);
        assertThat(links.get(0)).contains("\"https://example.com/t/" + value + "\"");
        assertThat(links.get(1)).contains("\"https://example.com/?v=" + value + "\"");
        assertThat(links.get(2)).contains("\"https://example.com/#" + value + "\"");
    }

    private static String decoded(String piece) {
        return URLDecoder.decode(piece.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Names and numbers with reserved characters of addresses; none is a query pair or a missing value marker ({@code ##}). */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("aZ09 &?#+%/.,;:!'()@äß漢*$")
                .ofMinLength(1)
                .ofMaxLength(12)
                .filter(value -> !value.matches(".*%[0-9a-fA-F]{2}.*")
                        && MissingValueMarker.detect(value).isEmpty());
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars("ab{} %é").ofMinLength(1).ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> templates() {
        return Arbitraries.of("{", "}", "{{", "}}", "{name}", "{empty}", "{other}", "{}", "a", " ")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> letters() {
        return Arbitraries.strings().withChars("abcXYZ019-._~ \"<>\\^`{|}äß€漢").ofMaxLength(20);
    }

    private static String doubled(String text) {
        return text.replace("{", "{{").replace("}", "}}");
    }

    private static Template.FilledText fill(String template, Map<String, String> cells) {
        return Template.fill(template, new TemplateTest.Row(cells), Template.TemplateTarget.TEXT, 100_000);
    }
}
