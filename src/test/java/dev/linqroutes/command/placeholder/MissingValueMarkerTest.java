package dev.linqroutes.command.placeholder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.command.placeholder.MissingValueMarker.Usage;
import dev.linqroutes.testing.WriterPrograms;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MissingValueMarkerTest {
    @ParameterizedTest
    @MethodSource("dev.linqroutes.testing.WriterPrograms#all")
    void a_certain_missing_value_marker_is_refused_everywhere(WriterPrograms.Writer writer) {
        assertThat(writer.values())
                .allSatisfy(value -> assertThat(refused(value)).as(value).containsExactly(Usage.values()));
    }

    @Test
    void ordinary_text_is_accepted_except_punctuation_as_the_group_of_several_members() {
        List<String> marks = List.of("!");

        assertThat(WriterPrograms.people()).allSatisfy(value -> assertThat(refused(value))
                .as(value)
                .isSubsetOf(marks.contains(value) ? List.of(Usage.MEMBERS) : List.of()));
    }

    @ParameterizedTest
    @MethodSource("dev.linqroutes.testing.WriterPrograms#answers")
    void an_answer_of_a_form_is_refused_as_the_group_of_several_members(String value) {
        assertThat(refused(value)).contains(Usage.MEMBERS).doesNotContain(Usage.PLACEHOLDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-", ".", "unknown", "keine Angabe", "not found", "1001.0"})
    void a_doubtful_placeholder_value_gets_a_warning(String value) {
        assertThat(MissingValueMarker.detect(value))
                .hasValueSatisfying(
                        none -> assertThat(none.isWarnedOfIn(Usage.PLACEHOLDER)).isTrue());
    }

    /** The letters are the usages for which it is refused: group of members, id, name, text, placeholder. */
    @ParameterizedTest
    @CsvSource({
        "None, MINT",
        "none, MINT",
        "NONE, MINT",
        "nil, MINT",
        "Undefined, MINT",
        "(none), MINT",
        "(blank), MINT",
        "(Leer), MINT",
        "N/A, MNT",
        "n/a, MNT",
        "n.a., MNT",
        "Null, MI",
        "NAN, MI",
        "Nil, MI",
        "NA, MT",
        "na, M",
        "FALSE, M",
        "FALSCH, M",
        "ЛОЖЬ, M",
        "unknown, M",
        "Unassigned, M",
        "1970-01-01T00:00:00Z, MIP",
        "1899-12-30, MIP",
        "[Record], MINT",
        "1001.0, ''",
        "-, M",
        "—, M",
        "?, M",
        "..., M",
        "#スピル!, MIP",
        "#溢出!, MIP",
        "#분산!, MIP",
        "#LOADING_DATA, MIP",
        "Loading..., MIP",
        "Wird geladen..., MIP",
    })
    void an_ambiguous_word_is_refused_where_it_cannot_be_intended(String value, String places) {
        assertThat(refused(value))
                .containsExactlyElementsOf(Arrays.stream(Usage.values())
                        .filter(place -> places.indexOf(place.name().charAt(0)) >= 0)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "Null", "NA", "N/A", "NAN", "nil"})
    void a_word_as_placeholder_value_gets_a_warning(String value) {
        assertThat(MissingValueMarker.detect(value))
                .hasValueSatisfying(
                        none -> assertThat(none.isWarnedOfIn(Usage.PLACEHOLDER)).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "12345678901234500, true",
        "123456789012345000000, true",
        "12345678901234567, false",
        "1234567890, false"
    })
    void a_number_that_a_spreadsheet_may_have_rounded_is_accepted_with_a_warning(String value, boolean told) {
        assertThat(refused(value)).isEmpty();
        assertThat(MissingValueMarker.detect(value)
                        .filter(none -> none.isWarnedOfIn(Usage.MEMBERS))
                        .isPresent())
                .isEqualTo(told);
    }

    @Test
    void no_message_suggests_an_empty_group_cell() {
        assertThat(MissingValueMarker.detect("NULL").orElseThrow().describe(Usage.MEMBERS))
                .isEqualTo(
                        "is \"NULL\": programs and databases write that for a missing value; unrelated people would share a"
                                + " chat; write the name of the group into each row");
    }

    private static List<Usage> refused(String value) {
        return MissingValueMarker.detect(value).stream()
                .flatMap(none -> Arrays.stream(Usage.values()).filter(none::isRefusedIn))
                .toList();
    }
}
