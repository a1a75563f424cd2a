package dev.linqroutes.command.handle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.handle.HandleParser.Handle;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Rules for handles in all formats. */
@StatisticsReport(StatisticsReport.StatisticsReportMode.OFF)
class HandleParserPropertiesTest {
    private final HandleParser anywhere = new HandleParser(Optional.empty());
    private final HandleParser american = new HandleParser(Optional.of("US"));

    @Property
    void a_parsed_handle_is_in_the_form_of_linq(@ForAll("written") String given) {
        for (HandleParser handles : new HandleParser[] {anywhere, american}) {
            Handle handle = handles.parse(given);
            boolean good = handle.problem().isEmpty();
            Statistics.label("handle").collect(good).coverage(read -> read.check(true)
                    .percentage(share -> share > 10));

            if (good) {
                assertThat(handle.value())
                        .matches("\\+[1-9][0-9]{1,14}|[^@\\s\\p{Lu}\\p{C}<>()\\[\\]\",;:\\\\]+"
                                + "@[^@\\s\\p{Lu}\\p{P}\\p{S}]+([._-]+[^@\\s\\p{Lu}\\p{P}\\p{S}]+)+");
                assertThat(handles.parse(handle.value()))
                        .isEqualTo(new Handle(handle.value(), false, Optional.empty(), Optional.empty()));
            }
        }
    }

    @Property
    void a_parsed_number_keeps_its_digits_and_parses_to_itself(@ForAll("american") String given) {
        String number = "+" + given.replaceAll("\\D", "");

        assertThat(anywhere.parse(given).value()).isEqualTo(number);
        assertThat(anywhere.parse(number)).isEqualTo(new Handle(number, false, Optional.empty(), Optional.empty()));
    }

    /** With any text around a handle the result is that handle or a refusal. */
    @Property
    void text_around_a_handle_does_not_change_the_handle(
            @ForAll("handle") String given, @ForAll("wrapped") String wrapped) {
        Handle handle = anywhere.parse(wrapped.replace("HANDLE", given));

        assertThat(handle.problem().isPresent() || handle.value().equals(given))
                .as(wrapped)
                .isTrue();
    }

    @Provide
    Arbitrary<String> handle() {
        return Arbitraries.of("+12025550111", "+442079460018", "ann@example.com", "o'brien@mail.example.co.uk");
    }

    @Provide
    Arbitrary<String> wrapped() {
        Arbitrary<String> before = Arbitraries.of(
                "",
                "mailto:",
                "SMTP:",
                "tel:",
                "sms:",
                "<",
                "(",
                "[",
                "'",
                "\"",
                "\u201C",
                "Ann <",
                "\"A, B\" <",
                " ",
                "\u200B",
                "\u2019",
                "E-Mail: ",
                "{",
                "\u00AB",
                "//");
        Arbitrary<String> behind = Arbitraries.of(
                "",
                ">",
                ")",
                "]",
                "'",
                "\"",
                "\u201D",
                " (Ann)",
                ".",
                ";",
                "?subject=Hi",
                "|Ann>",
                " ",
                "\u2019",
                "}",
                "\u00BB");
        return Combinators.combine(before.list().ofMaxSize(3), behind.list().ofMaxSize(3))
                .as((first, last) -> String.join("", first) + "HANDLE" + String.join("", last));
    }

    @Property
    void american_numbers_are_parsed_like_all_others(
            @ForAll @IntRange(min = 2, max = 9) int first, @ForAll("rest") String rest) {
        String number = "+1" + first + rest;

        for (HandleParser handles : new HandleParser[] {anywhere, american}) {
            // The space disables the shortcut for American numbers.
            assertThat(handles.parse(number)).isEqualTo(handles.parse(number + " "));
        }
    }

    @Provide
    Arbitrary<String> rest() {
        return Arbitraries.strings().numeric().ofLength(9);
    }

    @Provide
    Arbitrary<String> american() {
        Arbitrary<String> separators = Arbitraries.of("", " ", "-", ".", "\u00a0", " - ");
        Arbitrary<String> three = Arbitraries.integers().between(200, 999).map(String::valueOf);
        Arbitrary<String> four = Arbitraries.strings().numeric().ofLength(4);
        return Combinators.combine(three, separators, three, separators, four)
                .as((area, one, office, two, number) -> "+1 (" + area + ")" + one + office + two + number);
    }

    @Provide
    Arbitrary<String> written() {
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(12);
        Arbitrary<String> pieces = Arbitraries.of(
                "+", "+1", "+44", "+49", "00", "011", " ", "-", "(", ")", "(0)", ".", "/", "\u202a", "٣", "x", "ext.",
                "A");
        Arbitrary<String> numbers =
                Arbitraries.oneOf(digits, pieces).list().ofMaxSize(6).map(list -> String.join("", list));
        Arbitrary<String> emails =
                Arbitraries.of("Ann@Example.com", " bob@example.co.uk ", "@a.b", "a@b", "a b@c.d", "Ü@é.de");
        return Arbitraries.oneOf(numbers, american(), emails);
    }
}
