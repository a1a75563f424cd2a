package dev.linqroutes.files.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.files.options.SidecarMatcher.SidecarMatch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarMatcherTest {
    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "friends.csv, friends.properties",
        "friends.csv, friends.csv.properties",
        "Friends.csv, friends.properties",
        "friends.csv, FRIENDS.PROPERTIES",
        "FRIENDS.CSV, friends.csv.Properties",
        "friends.jsonl, Friends.Properties",
        "my friends.csv, My Friends.properties",
        "friends.csv, FRIENDS.PROPERTİES"
    })
    void the_case_of_letters_makes_no_other_options(String sheet, String options) {
        assertThat(match(sheet, options)).isEqualTo(new SidecarMatch(List.of(options), Optional.empty()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_letter_in_two_characters_makes_no_other_options(String what, String sheet, String options) {
        assertThat(match(sheet, options).options()).containsExactly(options);
        assertThat(match(sheet, options).ambiguity()).isEmpty();
    }

    static Stream<Arguments> a_letter_in_two_characters_makes_no_other_options() {
        return Stream.of(
                Arguments.of("options of a Mac", "M\u00fcller.csv", "Mu\u0308ller.properties"),
                Arguments.of("sheet of a Mac", "Mu\u0308ller.csv", "M\u00fcller.properties"),
                Arguments.of("and in another case", "M\u00fcller.csv", "MU\u0308LLER.PROPERTIES"),
                Arguments.of("Vietnamese", "Nguy\u1ec5n.csv", "Nguye\u0302\u0303n.properties"),
                Arguments.of("Japanese", "\u30d1\u30fc\u30c6\u30a3.csv", "\u30cf\u309a\u30fc\u30c6\u30a3.properties"),
                Arguments.of("Korean", "\ud55c.csv", "\u1112\u1161\u11ab.properties"));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "friends.csv, friends.properties.txt",
        "friends.csv, friends.csv.properties.txt",
        "friends.csv, Friends.Properties.TXT",
        "friends.csv, friends.properties.bak",
        "friends.csv, friends.properties.part",
        "friends.csv, friends.properties.csv",
        "friends.csv, friends.properties~",
        "friends.csv, friends.properties (1)",
        "friends.csv, friends.properties.properties",
        "friends (1).csv, friends.properties",
        "friends.csv, friends (2).properties",
        "friends.csv, Copy of friends.properties",
        "friends.csv, Copy (2) of friends.properties",
        "friends.csv, friends - Copy.properties",
        "friends.csv, friends - Copy (3).properties",
        "friends.csv, friends copy 2.properties",
        "friends.csv, Kopie von friends.properties",
        "friends.csv, friends - Kopie.properties",
        "friends.csv, Copie de friends.properties",
        "friends.csv, friends - Copia.properties",
        "friends.csv, friends - Копия.properties",
        "friends.csv, friends - コピー.properties",
        "friends.csv, friends - 副本.properties",
        "friends.csv, friends的副本.properties",
        "friends - Copy.csv, friends.properties",
        "friends.csv, friends .properties",
        "friends.csv, friends. properties",
        "friends.csv, 'friends.properties '",
        "my friends.csv, myfriends.properties",
        "my friends.csv, my_friends.properties",
        "my friends.csv, my-friends.properties",
        "my friends.csv, my%20friends.properties",
        "my friends.csv, my\u00a0friends.properties",
        "friends.csv, fri\u200bends.properties",
        "friends.csv, ｆｒｉｅｎｄｓ.properties",
        "friends.csv, friends.xlsx.properties",
        "friends.csv, friends.property",
        "friends.csv, friends.props",
        "friends.csv, friends.propertis",
        "friends.csv, friends.porperties"
    })
    void a_sheet_with_similarly_named_options_is_rejected(String sheet, String options) {
        SidecarMatch match = match(sheet, options);

        assertThat(match.options()).isEmpty();
        assertThat(match.ambiguity())
                .get()
                .asString()
                .startsWith("could use the options " + options
                        + ", but their name does not match this file; rename them to "
                        + sheet.substring(0, sheet.lastIndexOf('.')) + ".properties");
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({
        "friends.csv, family.properties",
        "friends.csv, friends2.properties",
        "friends.csv, friends (2024).properties",
        "friends.csv, old friends.properties",
        "friends.csv, friends.txt",
        "friends.csv, friends.md",
        "friends.csv, .friends.properties.swp",
        "friends.csv, ._friends.properties",
        "friends.csv, ~$friends.properties",
        "friends.csv, friends.proposal",
        "friends.csv, friends.person",
        "crew.csv, copy.properties",
        "группа.csv, групп.properties",
        "日本.csv, 日.properties"
    })
    void options_of_something_else_are_none_of_this_file(String sheet, String options) {
        assertThat(match(sheet, options)).isEqualTo(new SidecarMatch(List.of(), Optional.empty()));
    }

    @Test
    void options_that_are_named_exactly_for_another_sheet_are_that_ones() {
        List<String> names =
                List.of("friends.csv", "Friends.csv", "friends (1).csv", "Copy of friends.csv", "friends.properties");

        assertThat(SidecarMatcher.match("friends.csv", names).options()).containsExactly("friends.properties");
        for (String other : List.of("Friends.csv", "friends (1).csv", "Copy of friends.csv")) {
            assertThat(SidecarMatcher.match(other, names))
                    .as(other)
                    .isEqualTo(new SidecarMatch(List.of(), Optional.empty()));
        }
    }

    @Test
    void options_that_match_two_sheets_are_ambiguous() {
        List<String> names = List.of("Friends.csv", "FRIENDS.CSV", "friends.properties");

        assertThat(SidecarMatcher.match("Friends.csv", names).ambiguity())
                .get()
                .asString()
                .startsWith("could use the options friends.properties, and so could FRIENDS.CSV; rename the options to"
                        + " Friends.csv.properties");
        assertThat(SidecarMatcher.match("FRIENDS.CSV", names).ambiguity()).isPresent();
    }

    @Test
    void options_of_two_sheets_that_differ_by_extension_are_ambiguous() {
        assertThat(match("friends.csv", "friends.tsv", "friends.properties").ambiguity())
                .get()
                .asString()
                .startsWith("could use the options friends.properties, and so could friends.tsv; rename the options to"
                        + " friends.csv.properties");
        assertThat(match("friends.csv", "friends.jsonl", "friends.csv.properties"))
                .isEqualTo(new SidecarMatch(List.of("friends.csv.properties"), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"friends.xlsx", "friends.numbers", "friends.csv.gz"})
    void a_workbook_beside_its_csv_export_has_no_claim_to_the_options(String workbook) {
        assertThat(match("friends.csv", workbook, "friends.properties"))
                .isEqualTo(new SidecarMatch(List.of("friends.properties"), Optional.empty()));
        assertThat(match("friends.xlsx", "friends.csv", "friends.properties"))
                .isEqualTo(new SidecarMatch(List.of(), Optional.empty()));
        assertThat(match("friends.xlsx", "friends.properties").options()).containsExactly("friends.properties");
    }

    @Test
    void a_copy_of_options_that_are_there_does_not_count() {
        assertThat(match("friends.csv", "friends.properties", "Copy of friends.properties", "friends.properties.bak"))
                .isEqualTo(new SidecarMatch(List.of("friends.properties"), Optional.empty()));
    }

    @Test
    void two_options_are_both_found_so_that_their_reader_refuses_them() {
        assertThat(match("friends.csv", "friends.csv.properties", "Friends.properties")
                        .options())
                .containsExactly("Friends.properties", "friends.csv.properties");
    }

    private static SidecarMatch match(String sheet, String... beside) {
        return SidecarMatcher.match(
                sheet, Stream.concat(Stream.of(sheet), Stream.of(beside)).toList());
    }
}
