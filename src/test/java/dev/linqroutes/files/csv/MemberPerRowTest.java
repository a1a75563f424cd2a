package dev.linqroutes.files.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.ColumnPlace;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.command.TestCommand;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.testing.BatchFixture;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file with one member per row. */
class MemberPerRowTest {
    private static final String ANN = "+12025550101";
    private static final String BOB = "+12025550102";
    private static final String CARL = "+12025550103";

    @TempDir
    Path inbox;

    @Test
    void rows_that_follow_each_other_and_name_the_same_group_are_one_command() throws Exception {
        BatchFixture batch = open("group_ref,handle,first_name,name,message\n"
                + "a," + ANN + ",Ann,Club A,Hi {first_name}\n"
                + "\n"
                + "a," + BOB + ",Bob,,\n"
                + "b," + BOB + ",Bob,Club B,Bye {first_name}\n");

        ReceivedCommand first = batch.rows().get(0);
        JsonNode command = BatchFixture.command(first);

        assertThat(batch.describe()).containsExactly("2 " + ANN + "+" + BOB + " Hi Ann", "5 " + BOB + " Bye Bob");
        assertThat(command.at("/group_ref").asText()).isEqualTo("a");
        assertThat(command.at("/display_name").asText()).isEqualTo("Club A");
        assertThat(batch.batch().facts()).contains("one member per row");
    }

    @Test
    void a_problem_of_a_member_names_its_row() throws Exception {
        ReceivedCommand group =
                open("group_ref,phone,message\na," + ANN + ",Hi\na,x,\n").onlyRow();

        assertThat(group.columns())
                .containsEntry("/to/0", ColumnPlace.of("phone"))
                .containsEntry("/to/1", ColumnPlace.inRow("phone", 3));
        assertThat(group.columns().get("/to/1").describe()).isEqualTo("phone, row 3");
    }

    @Test
    void every_record_has_the_first_row_of_its_group() throws Exception {
        BatchFixture batch =
                open("group_ref,handle,message\n\na," + ANN + ",Hi\n,,\na," + BOB + ",\nb," + BOB + ",\"B\"\n");

        assertThat(batch.records())
                .containsExactly(
                        new InputRecord(2, 0, List.of("")),
                        new InputRecord(3, 3, List.of("a", ANN, "Hi")),
                        new InputRecord(4, 0, List.of("", "", "")),
                        new InputRecord(5, 3, List.of("a", BOB, "")),
                        new InputRecord(6, 6, List.of("b", BOB, "B")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"handle", "member", "phone", "Phone Number", "number", "participant", "recipient", "email"})
    void a_member_has_many_names(String column) throws Exception {
        assertThat(open("id," + column + ",text\na," + ANN + ",Hi\na," + BOB + ",\n")
                        .describe())
                .containsExactly("2 " + ANN + "+" + BOB + " Hi");
    }

    @Test
    void in_a_file_with_recipients_a_number_column_is_data() throws Exception {
        assertThat(open("to,number,message\n" + ANN + ",1001,Order {number}\n" + BOB + ",1002,Order {number}\n")
                        .describe())
                .containsExactly("2 " + ANN + " Order 1001", "3 " + BOB + " Order 1002");
    }

    @Test
    void a_value_that_only_a_later_row_has_is_a_problem_too() throws Exception {
        assertThat(open("group_ref,handle,message,name\na," + ANN + ",Hi,\na," + BOB + ",Hi,Club\n")
                        .describe())
                .containsExactly(
                        "2 refused: row 3, column name: differs from row 2, the first row of the group; write the value there, and the same or nothing here. The column is the name of the group; rename a column of people's names to first_name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.23457E+14", "1,23457E+14", "1E+15", "#N/A", "#REF!", "########", "\\N"})
    void groups_with_lost_names_are_not_merged(String ref) throws Exception {
        assertThat(open("group_ref;handle;message\n" + ref + ";" + ANN + ";Hi\n" + ref + ";" + BOB + ";\n")
                        .describe())
                .singleElement()
                .asString()
                .startsWith("2 refused: column group_ref: is \"" + ref + "\": ");
    }

    @Test
    void a_member_without_a_handle_is_not_left_out_in_silence() throws Exception {
        assertThat(open("group_ref,handle,first_name,message\na," + ANN + ",Ann,Hi\na,,Bob,\nb," + BOB + ",,Hi\n")
                        .describe())
                .containsExactly(
                        "2 refused: column handle, row 3: is empty, so the row names no member; fill it, or"
                                + " empty the row",
                        "4 " + BOB + " Hi");
    }

    @Test
    void the_first_row_of_a_group_may_have_no_member() throws Exception {
        assertThat(open("group_ref,handle,message\na,,Hi\na," + ANN + ",\na,,\n")
                        .describe())
                .containsExactly("2 " + ANN + " Hi");
    }

    @Test
    void half_a_million_non_contiguous_groups_need_little_memory() throws Exception {
        Path file = inbox.resolve("x.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("group_ref,handle,message\n");
            for (int i = 0; i < 1_000_000; i++) {
                out.write("g" + (i % 500_000) + "," + ANN + ",Hi\n");
            }
        }

        try (BatchFile.RowChunks chunks = BatchFixture.open(file).batch().chunks()) {
            ReceivedCommand row = chunks.next().rows().get(7);

            assertThat(BatchFixture.describe(row))
                    .isEqualTo(
                            "9 refused: column group_ref: has rows that are not contiguous: they begin in rows 9 and 500009; sort the file by group_ref");
        }
    }

    @Test
    void of_a_group_in_very_many_places_some_are_named() throws Exception {
        assertThat(open("group_ref,handle,message\n" + ("a," + ANN + ",Hi\nb," + ANN + ",Hi\n").repeat(50))
                        .describe())
                .hasSize(100)
                .first()
                .isEqualTo("2 refused: column group_ref: has rows that are not contiguous: they begin in"
                        + " rows 2, 4, 6, 8, 10, 12, 14, 16, 18, 20 and 40 more; sort the file by group_ref");
    }

    @Test
    void report_lines_below_the_table_are_refused_separately() throws Exception {
        BatchFixture batch = open(
                "Phone,First Name,group_ref,message\n" + ANN + ",Ann,crew-1,Hi\n" + BOB + ",Bob,crew-1,\n"
                        + ANN + ",Ann,crew-2,Hi\n" + BOB + ",Bob,crew-2,\n\n\nCrew report\n"
                        + "\"(c) Example Inc., for internal use\"\nMade by: Ann Example 11/25/2026 8:12 AM\n\ninfo@example.com\n");
        String refused =
                "\" is below the table, and has no group_ref and no member; delete the row, or write the group_ref into it if it belongs to a group";

        assertThat(batch.describe())
                .containsExactly(
                        "2 " + ANN + "+" + BOB + " Hi",
                        "4 " + ANN + "+" + BOB + " Hi",
                        "8 refused: \"Crew report" + refused,
                        "9 refused: \"(c) Example Inc., for internal use" + refused,
                        "10 refused: \"Made by: Ann Example 11/25/2026 8:12 AM" + refused,
                        "12 refused: \"info@example.com" + refused);
        assertThat(batch.records())
                .extracting(InputRecord::commandRow)
                .containsExactly(2L, 2L, 4L, 4L, 0L, 0L, 8L, 9L, 10L, 0L, 12L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Total: 4,,,",
                "4,,,",
                ",Total,,",
                ",,,Confidential",
                "Copyright (c) 2000-2026 Example. All rights reserved.,,,",
                "Exported 2026-11-25 08:12:33,,,",
                "-- end of report --,,,",
                "(4 rows affected),,,",
                "Filtered by: status = active,,,"
            })
    void rows_below_the_table_refuse_no_group(String line) throws Exception {
        assertThatNoGroupIsRefusedFor("\n" + line + "\n", 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Grand Total: 4,,,",
                "Total,4,,",
                ",Summe,,",
                "Итого: 4,,,",
                "合計,4,,",
                "Copyright (c) 2000-2026 Example,,,",
                "Generated by: Ann Example 11/25/2026,,,",
                "(4 rows affected),,,"
            })
    void a_total_right_under_the_table_is_of_no_group(String line) throws Exception {
        assertThatNoGroupIsRefusedFor(line + "\nmore,,,\n", 2);
    }

    /** @param lines each of which is refused separately */
    private void assertThatNoGroupIsRefusedFor(String below, int lines) throws IOException {
        assertThat(open("phone,first_name,group_ref,message\n" + ANN + ",Ann,a,Hi\n" + BOB + ",Bob,a,\n" + below)
                        .describe())
                .hasSize(1 + lines)
                .first()
                .isEqualTo("2 " + ANN + "+" + BOB + " Hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FALSE", "FALSCH", "ЛОЖЬ", "false", "☐"})
    void rows_with_only_unchecked_boxes_are_empty(String unticked) throws Exception {
        BatchFixture batch = open("group_ref,phone,message,paid\na," + ANN + ",Hi,TRUE\na," + BOB + ",," + unticked
                + "\n,,," + unticked + "\n,,," + unticked + "\na,,," + unticked + "\n");

        assertThat(batch.describe()).containsExactly("2 " + ANN + "+" + BOB + " Hi");
        assertThat(batch.records()).extracting(InputRecord::commandRow).containsExactly(2L, 2L, 0L, 0L, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "#N/A", "=B4*2", "1/0/1900"})
    void rows_with_only_formula_results_are_skipped_with_a_warning(String shown) throws Exception {
        BatchFixture batch = open("group_ref,phone,message,total\na," + ANN + ",Hi,3\na," + BOB + ",,4\n,,," + shown
                + "\n,,," + shown + "\nb," + BOB + ",Hi,1\n");

        assertThat(batch.describe()).containsExactly("2 " + ANN + "+" + BOB + " Hi", "6 " + BOB + " Hi");
        assertThat(batch.batch().warnings())
                .contains(
                        "row 4 and similar rows are skipped: they name neither a group nor a member, and have only formula results without a value");
        assertThat(batch.records()).extracting(InputRecord::commandRow).containsExactly(2L, 2L, 0L, 0L, 6L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Yes", "N/A", "-"})
    void a_row_without_a_member_is_not_skipped_silently(String answer) throws Exception {
        assertThat(open("group_ref,phone,message,comes\na," + ANN + ",Hi,Yes\n,,," + answer + "\n," + BOB + ",,Yes\n")
                        .describe())
                .containsExactly("2 refused: column phone, row 3: is empty, so the row names no member; fill it, or"
                        + " empty the row");
    }

    @Test
    void a_number_below_a_row_with_only_what_a_formula_shows_is_neither_left_out_nor_added_in_silence()
            throws Exception {
        assertThat(open("group_ref,phone,message,total\na," + ANN + ",Hi,3\n,,,0\n," + BOB + ",,1\n")
                        .describe())
                .singleElement()
                .asString()
                .startsWith("2 refused: column group_ref: row 4 has no group_ref and is below an empty row");
    }

    @ParameterizedTest
    @CsvSource({"Crew-1, crew-1, true", "crew 1, crew  1, true", "crew_1, Crew 1, true", "crew-1, crew-11, false"})
    void group_names_that_differ_only_in_case_or_spaces_are_a_warning(String one, String other, boolean told)
            throws Exception {
        BatchFixture batch = open("group_ref,phone,message\n" + one + "," + ANN + ",Hi\n" + one + "," + BOB + ",\n"
                + other + "," + CARL + ",Hi\n");

        assertThat(batch.describe()).hasSize(2);
        assertThat(batch.batch().warnings())
                .isEqualTo(
                        told
                                ? List.of("row 4: group \"" + other + "\" and group \"" + one
                                        + "\" above it are two groups; use the same spelling if they are one")
                                : List.of());
    }

    @ParameterizedTest
    @CsvSource({"Crew-1, crew-1, true", "crew_1, Crew 1, true", "crew-1, crew-1, false", "crew-1, crew-11, false"})
    void the_same_is_warned_of_in_sheets_with_a_group_or_a_message_per_row(String one, String other, boolean told)
            throws Exception {
        BatchFixture groups = open("group_ref,to,message\n" + one + "," + ANN + ";" + BOB + ",Hi\n" + other + "," + ANN
                + ";" + CARL + ",Hi\n");
        BatchFixture messages = open("group_ref,message\n" + one + ",Hi\n" + other + ",Hello\n");

        for (BatchFixture each : List.of(groups, messages)) {
            assertThat(each.batch().warnings())
                    .isEqualTo(
                            told
                                    ? List.of("row 3: group \"" + other + "\" and group \"" + one
                                            + "\" above it are two groups; use the same spelling if they are one")
                                    : List.of());
        }
    }

    @Test
    void a_member_whose_number_is_missing_is_no_line_of_a_report() throws Exception {
        assertThat(open("phone,first_name,group_ref,message\n" + ANN + ",Ann,a,Hi\n" + BOB + ",Bob,,\n,Totila,,\n")
                        .describe())
                .containsExactly("2 refused: column phone, row 4: is empty, so the row names no member; fill it, or"
                        + " empty the row");
    }

    @Test
    void a_number_below_an_empty_row_refuses_the_group() throws Exception {
        assertThat(open("group_ref,phone,message\na," + ANN + ",Hi\n," + BOB + ",\n\n," + CARL + ",\nb," + BOB
                                + ",Hi\n")
                        .describe())
                .containsExactly(
                        "2 refused: column group_ref: row 5 has no group_ref and is below an empty row, so its group is uncertain; write the group_ref into it",
                        "6 " + BOB + " Hi");
    }

    @Test
    void a_member_with_a_missing_group_does_not_join_the_group_above() throws Exception {
        assertThat(open("group_ref,phone,message\na," + ANN + ",Hi\na," + BOB + ",\n," + CARL + ",\nb," + BOB + ",Hi\n")
                        .describe())
                .containsExactly(
                        "2 refused: column group_ref: row 4 has no group_ref and follows rows that have one, so its group is uncertain; write the group_ref into it",
                        "5 " + BOB + " Hi");
    }

    @Test
    void a_table_may_follow_the_lines_under_another() throws Exception {
        assertThat(open("group_ref,phone,message\na," + ANN + ",Hi\n\n,Subtotal 1,\n\nb," + BOB + ",Hi\n," + ANN
                                + ",\n")
                        .describe())
                .hasSize(3)
                .last()
                .isEqualTo("6 " + BOB + "+" + ANN + " Hi");
    }

    @ParameterizedTest
    @CsvSource({
        "Mu\u0308nchen, München",
        "'crew 7\u200B', crew 7",
        "'crew\u00A07', crew 7",
        "'\uFEFFcrew 7', crew 7",
        "'\u202Acrew 7\u202C', crew 7",
        "crew\u20117, crew-7",
        "Zoe\u0301, Zoé"
    })
    void group_names_that_look_the_same_are_equal(String written, String name) throws Exception {
        BatchFixture batch = open("group_ref,handle,message\n" + written + "," + ANN + ",Hi\n" + name + "," + BOB
                + ",\n" + written + "," + CARL + ",\nb," + ANN + ",Hi\n");

        assertThat(batch.describe()).containsExactly("2 " + ANN + "+" + BOB + "+" + CARL + " Hi", "5 " + ANN + " Hi");
        assertThat(TestCommand.read(batch.rows().get(0)).envelope())
                .satisfies(envelope -> assertThat(envelope.groupRef()).contains(name))
                .satisfies(envelope -> assertThat(envelope.warnings())
                        .singleElement()
                        .asString()
                        .contains("\"" + name + "\""));
    }

    @Test
    void non_contiguous_groups_with_names_that_look_the_same_are_detected() throws Exception {
        assertThat(open("group_ref,handle,message\nMünchen," + ANN + ",Hi\nb," + ANN + ",Hi\nMu\u0308nchen," + BOB
                                + ",Hi\n")
                        .describe())
                .containsExactly(
                        "2 refused: column group_ref: has rows that are not contiguous: they begin in rows 2 and"
                                + " 4; sort the file by group_ref",
                        "3 " + ANN + " Hi",
                        "4 refused: column group_ref: has rows that are not contiguous: they begin in rows 2 and"
                                + " 4; sort the file by group_ref");
    }

    @Test
    void a_group_that_is_called_0_is_told_for_an_empty_cell_shows_so_too() throws Exception {
        ReceivedCommand group = open("group_ref,handle,message\n0," + ANN + ",Hi\n0," + BOB + ",\n")
                .onlyRow();

        assertThat(group.problems()).isEmpty();
        assertThat(group.warnings())
                .containsExactly(
                        "column group_ref: is \"0\": a spreadsheet also shows that for an empty cell; check whether"
                                + " these rows are one group");
    }

    private BatchFixture open(String text) throws IOException {
        return BatchFixture.text(inbox, "x.csv", text);
    }
}
