package dev.linqroutes.command.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A handle is found in every spelling, and nothing else is taken for it. */
class HandleFinderTest {
    private static final HandleFinder AMERICAN = HandleFinder.of("+12025550101", Optional.empty());
    private static final HandleFinder GERMAN = HandleFinder.of("+493012345678", Optional.empty());
    private static final HandleFinder ADDRESS = HandleFinder.of("ann_b@example.com", Optional.empty());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+12025550101",
                "+1 (202) 555-0101",
                "+1-202-555-0101",
                "+1.202.555.0101",
                "1 202 555 0101",
                "12025550101",
                "2025550101",
                "(202) 555-0101",
                "202/555/0101",
                "0012025550101",
                "011 1 202 555 0101",
                "tel:+1-202-555-0101;ext=5",
                "https://wa.me/12025550101?text=hi",
                "%2B12025550101",
                "\\u002b12025550101",
                "12,025,550,101",
                "12025550101.0",
                "column.+1\\ (202)\\ 555-0101=to",
                "1.2025550101E10",
                "＋１２０２５５５０１０１",
                "+١٢٠٢٥٥٥٠١٠١",
                "+1\u00A0202\u2011555\u20110101",
                "+1\u200B2025550101",
                "order-12025550101-a",
                "call 202 555 0101 5 times",
                "a2025550101b",
                "+12025550102,+12025550101",
                "+12025550101+12025550102"
            })
    void a_number_is_found_however_it_is_written(String text) {
        assertThat(AMERICAN.mask(text, "~")).contains("~").doesNotContain("0101");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+1202555010",
                "+120255501012",
                "+442025550101",
                "+44 2025550101",
                "0044 20 2555 0101",
                "+1 202 555 0102",
                "112025550101",
                "20255501011",
                "202555 and 0101",
                "2025\n550101",
                "",
                "+"
            })
    void another_number_is_not_taken_for_it(String text) {
        assertThat(AMERICAN.mask(text, "~")).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+49 30 12345678", "+49 (0)30 12345678", "030/12345678", "004930 12345678", "49 30 12345678"})
    void a_number_is_found_with_the_prefix_of_its_country(String text) {
        assertThat(GERMAN.mask(text, "~")).contains("~").doesNotContain("345678");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+49 30 12345678 90", "+49 30 12345678-9", "+49 30 1234567", "+43 30 12345678"})
    void a_longer_number_that_begins_with_it_is_another_one(String text) {
        assertThat(GERMAN.mask(text, "~")).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann_b@example.com",
                "Ann <Ann_B@Example.COM>",
                "mailto:ann_b@example.com?subject=x",
                "mailto%3Aann_b%40example.com",
                "write to 'ann_b@example.com'.",
                "ａｎｎ_b@example.com"
            })
    void an_address_is_found_however_it_is_written(String text) {
        assertThat(ADDRESS.mask(text, "~").toLowerCase(Locale.ROOT))
                .contains("~")
                .doesNotContain("ann_b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "annxb@example.com",
                "joann_b@example.com",
                "jo.ann_b@example.com",
                "ann_b@example.com.au",
                "ann_b@example.comm",
                "ann_b@examplexcom",
                "%b@example.com"
            })
    void another_address_is_not_taken_for_it(String text) {
        assertThat(ADDRESS.mask(text, "~")).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5551234", "order-5551234"})
    void a_short_number_without_country_code_is_one_only_in_its_own_country(String text) {
        assertThat(HandleFinder.of("+3545551234", Optional.of("DE")).mask(text, "~"))
                .isSameAs(text);
        assertThat(HandleFinder.of("+3545551234", Optional.of("IS")).mask(text, "~"))
                .contains("~");
    }

    @Property
    void what_the_parser_takes_for_the_number_is_found(@ForAll("spellings") String written) {
        HandleParser parser = new HandleParser(Optional.of("US"));
        if (parser.parse(written).value().equals("+12025550101")) {
            assertThat(AMERICAN.mask(written, "~")).contains("~");
        }
    }

    @Provide
    Arbitrary<String> spellings() {
        Arbitrary<String> separator = Arbitraries.of(
                "", "", " ", "-", ".", "/", ") ", "\u00A0", "\u2011", "\u200E", "\u3000", "\u2013", " - ");
        Arbitrary<String> start = Arbitraries.of("", "+1", "1", "+1 (", "(", "tel:+1", "00 1 ", "＋１", "+1\u2060");
        return Combinators.combine(start, separator, separator, separator)
                .as((prefix, a, b, c) -> prefix + a + "202" + b + "555" + c + "0101");
    }
}
