package dev.linqroutes.files.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.linqroutes.command.ColumnPlace;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.testing.BatchFixture;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
    private static final String ANN = "+15556667777";
    private static final String BOB = "+15556668888";
    private static final String CARL = "carl@example.com";

    @TempDir
    Path inbox;

    // Valid files

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void a_file_may_be_separated_by_comma_semicolon_or_tab(String separator) throws Exception {
        String text = "group_ref,to_1,to_2,message\norder-1001,%s,%s,Welcome!\n".formatted(ANN, BOB);

        JsonNode command = command(onlyRow(text.replace(",", separator)));

        assertThat(command.at("/type").asText()).isEqualTo("create_group");
        assertThat(command.at("/group_ref").asText()).isEqualTo("order-1001");
        assertThat(texts(command.at("/to"))).containsExactly(ANN, BOB);
        assertThat(command.at("/message/text").asText()).isEqualTo("Welcome!");
    }

    @Test
    void separators_inside_quotes_do_not_decide_how_a_file_is_separated() throws Exception {
        assertThat(texts(onlyRow("\"to\";\"message\"\n\"" + ANN + "," + BOB + "\";\"one, two, three\"\n"), "/to"))
                .containsExactly(ANN, BOB);
    }

    @Test
    void a_byte_order_mark_does_not_belong_to_the_first_column() throws Exception {
        assertThat(texts(onlyRow("\uFEFFto,message\n" + ANN + ",Hello\n"), "/to"))
                .containsExactly(ANN);
    }

    @Test
    void a_row_may_have_a_start_and_an_expiry_time() throws Exception {
        JsonNode command = command(onlyRow("to,message,not_before,expires_at\n" + ANN
                + ",Hello,2026-11-23T09:00:00+01:00,2026-11-23T18:00:00+01:00\n"));

        assertThat(command.at("/not_before").asText()).isEqualTo("2026-11-23T09:00:00+01:00");
        assertThat(command.at("/expires_at").asText()).isEqualTo("2026-11-23T18:00:00+01:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lines_may_end_as_on_any_system(String end) throws Exception {
        List<ReceivedCommand> rows = rows("groups.csv", "to,message" + end + ANN + ",Hello" + end + BOB + ",Bye" + end);

        assertThat(rows)
                .extracting(row -> row.source().describe())
                .containsExactly("groups.csv row 2", "groups.csv row 3");
        assertThat(rows)
                .extracting(row -> command(row).at("/message/text").asText())
                .containsExactly("Hello", "Bye");
    }

    @Test
    void the_last_row_needs_no_line_end() throws Exception {
        assertThat(rows("groups.csv", "to,message\n" + ANN + ",Hello")).hasSize(1);
    }

    @Test
    void a_cell_keeps_its_line_breaks_separators_and_doubled_quotes() throws Exception {
        ReceivedCommand row = onlyRow("to,message\n" + ANN + ",\"Hello,\nyou say \"\"hi\"\"\nto me\"\n");

        assertThat(command(row).at("/message/text").asText()).isEqualTo("Hello,\nyou say \"hi\"\nto me");
    }

    @Test
    void quotes_inside_an_unquoted_cell_are_text() throws Exception {
        List<ReceivedCommand> rows = rows(
                "groups.csv", "to,message\n" + ANN + ",the 5\" pipe\n" + BOB + ",a \"good\" one\n" + BOB + ",x\"\n");

        assertThat(rows)
                .extracting(row -> command(row).at("/message/text").asText())
                .containsExactly("the 5\" pipe", "a \"good\" one", "x\"");
    }

    @Test
    void columns_come_in_any_order_and_case_and_with_spaces_for_underscores() throws Exception {
        JsonNode command = command(onlyRow("MESSAGE, Display Name ,To,Group-Ref,Command_ID,FROM,Icon\n"
                + "Hello,Order 1001," + ANN + ",order-1001,c-1," + BOB + ",https://example.com/i.png\n"));

        assertThat(command.at("/display_name").asText()).isEqualTo("Order 1001");
        assertThat(command.at("/group_ref").asText()).isEqualTo("order-1001");
        assertThat(command.at("/command_id").asText()).isEqualTo("c-1");
        assertThat(command.at("/from").asText()).isEqualTo(BOB);
        assertThat(command.at("/group_chat_icon").asText()).isEqualTo("https://example.com/i.png");
        assertThat(command.at("/message/text").asText()).isEqualTo("Hello");
    }

    @Test
    void a_group_may_have_31_columns_of_recipients() throws Exception {
        String header = IntStream.rangeClosed(1, 31).mapToObj(i -> "to_" + i).collect(Collectors.joining(","));
        List<String> handles = IntStream.rangeClosed(1, 31)
                .mapToObj(i -> "+1555666" + (1000 + i))
                .toList();

        ReceivedCommand row = onlyRow(header + ",message\n" + String.join(",", handles) + ",Hello\n");

        assertThat(texts(row, "/to")).isEqualTo(handles);
        assertThat(row.columns()).containsEntry("/to/30", ColumnPlace.of("to_31"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"to2", "to02", "to_02", "To 2", "to-02"})
    void a_column_of_recipients_may_be_numbered_in_several_ways(String column) throws Exception {
        assertThat(texts(onlyRow("to," + column + ",message\n" + ANN + "," + BOB + ",Hello\n"), "/to"))
                .containsExactly(ANN, BOB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s;%s;%s", "%s|%s|%s", "\"%s, %s,%s\"", "\"%s\n%s\n%s\"", ";%s;; %s ;%s;"})
    void a_cell_may_have_several_recipients(String cell) throws Exception {
        ReceivedCommand row = onlyRow("to,message\n" + cell.formatted(ANN, BOB, CARL) + ",Hello\n");

        assertThat(texts(row, "/to")).containsExactly(ANN, BOB, CARL);
    }

    @Test
    void recipients_of_several_columns_are_one_list_and_empty_cells_are_none() throws Exception {
        ReceivedCommand row = onlyRow("to,to_1,to_2,message\n" + ANN + ",," + BOB + ";" + CARL + ",Hello\n");

        assertThat(texts(row, "/to")).containsExactly(ANN, BOB, CARL);
        assertThat(row.columns())
                .containsEntry("/to/0", ColumnPlace.of("to"))
                .containsEntry("/to/2", ColumnPlace.of("to_2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s %s", "%s|%s", "\"%s\n%s\"", "%s, %s", "%s,%s", "%s;%s", "%s ; %s", "%s;%s;"})
    void a_cell_may_have_several_links(String cell) throws Exception {
        String first = "https://example.com/a?b=1,2;3";
        String quoted = cell.startsWith("\"") ? cell : "\"" + cell + "\"";

        ReceivedCommand row =
                onlyRow("to,links\n" + ANN + "," + quoted.formatted(first, "https://example.com/b") + "\n");

        assertThat(texts(row, "/message/links")).containsExactly(first, "https://example.com/b");
        assertThat(row.columns()).containsEntry("/message/links/1", ColumnPlace.of("links"));
    }

    @Test
    void missing_cells_at_the_end_of_a_row_are_empty_ones() throws Exception {
        JsonNode command = command(onlyRow("to,message,display_name\n" + ANN + ",Hello\n"));

        assertThat(command.has("display_name")).isFalse();
        assertThat(command.at("/message/text").asText()).isEqualTo("Hello");
    }

    @Test
    void each_cell_is_named_so_that_a_problem_can_point_at_it() throws Exception {
        ReceivedCommand row = onlyRow("Participants,Text,Name\n" + ANN + ",Hello,Order\n");

        assertThat(row.columns())
                .containsEntry("/to/0", ColumnPlace.of("Participants"))
                .containsEntry("/message/text", ColumnPlace.of("Text"))
                .containsEntry("/display_name", ColumnPlace.of("Name"));
    }

    // Row numbers

    @Test
    void a_row_has_the_number_a_spreadsheet_shows() throws Exception {
        String text = "to,message\n" // row 1
                + ANN + ",\"one\ncell,\n\nfour lines\"\n" // row 2
                + "\n" // row 3
                + BOB + ",Hello\n" // row 4
                + ",\n" // row 5
                + "   \n" // row 6
                + CARL + ",Bye\n"; // row 7

        assertThat(rows("groups.csv", text))
                .extracting(row -> row.source().describe())
                .containsExactly("groups.csv row 2", "groups.csv row 4", "groups.csv row 7");
    }

    // Identity

    @Test
    void the_same_content_under_another_name_keeps_its_ids() throws Exception {
        String text = "to,message\n" + ANN + ",Hello\n" + BOB + ",Hello\n";

        List<String> first = ids(rows("monday.csv", text));
        List<String> again = ids(rows("tuesday.csv", text));

        assertThat(again).isEqualTo(first);
        assertThat(first).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Za-z0-9_-]+"));
    }

    @Test
    void another_content_under_the_same_name_has_other_ids() throws Exception {
        List<String> first = ids(rows("groups.csv", "to,message\n" + ANN + ",Hello\n"));
        List<String> other = ids(rows("groups.csv", "to,message\n" + ANN + ",Hello!\n"));

        assertThat(other).doesNotContainAnyElementsOf(first);
    }

    // Refused rows

    @Test
    void a_row_with_too_many_cells_is_refused_and_the_others_go_on() throws Exception {
        List<ReceivedCommand> rows =
                rows("groups.csv", "to,message\n" + ANN + ",Hello\n" + BOB + ",Hello, you\n" + CARL + ",Bye\n");

        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).problems()).isEmpty();
        assertThat(rows.get(1).source().describe()).isEqualTo("groups.csv row 3");
        assertThat(rows.get(1).problems())
                .containsExactly(Problem.of("the row has 3 cells and the header 2;"
                        + " put quotes around a cell that contains a separator"));
        assertThat(text(rows.get(1))).isEqualTo(BOB + ",Hello, you");
        assertThat(rows.get(2).problems()).isEmpty();
    }

    @Test
    void a_row_with_a_space_before_a_quote_is_refused_for_its_cells_may_be_shifted() throws Exception {
        assertThat(BatchFixture.text(
                                inbox,
                                "x.csv",
                                "to,message,display_name,notes\n" + ANN + ", \"Hi, there\",Club,\n" + BOB + ",Bye,,\n")
                        .describe())
                .containsExactly(
                        "2 refused: column message: begins with a space before a quote, so the quotes are not recognized; remove the space",
                        "3 " + BOB + " Bye");
    }

    @Test
    void a_cell_of_ten_megabytes_is_refused_and_the_others_go_on() throws Exception {
        String long_ = "x".repeat(10_000_000);
        List<ReceivedCommand> rows =
                rows("groups.csv", "to,message\n" + ANN + ",Hello\n" + BOB + "," + long_ + "\n" + CARL + ",Bye\n");

        assertThat(rows).hasSize(3);
        assertThat(rows.get(1).source().describe()).isEqualTo("groups.csv row 3");
        assertThat(rows.get(1).problems())
                .containsExactly(Problem.of("the row has 10000013 characters; at most 1000000 are allowed"));
        assertThat(rows.get(1).body().length).isLessThan(10_000);
        assertThat(rows).extracting(row -> row.problems().size()).containsExactly(0, 1, 0);
    }

    @Test
    void a_row_of_ten_megabytes_with_too_many_cells_is_not_kept_in_full() throws Exception {
        ReceivedCommand row =
                onlyRow("to,message\n" + ANN + ",Hello" + ("," + "x".repeat(1_000_000)).repeat(10) + "\n");

        assertThat(row.problems()).hasSize(1);
        assertThat(row.body().length).isLessThan(10_000);
    }

    // Rejected files

    static Stream<Arguments> unreadable() {
        String row = ANN + ",Hello\n";
        String noTo =
                "x.csv row 1: the first row must name the columns, and none is called \"to\". Call the column with the recipients (phone numbers or e-mail addresses) \"to\", or \"phone\" if each row has one person of a group. The columns are ";
        String noMessage = "x.csv row 1: the first row must name the columns,"
                + " and none is called \"message\" or \"links\". Call the column with the first message \"message\". The columns are ";
        String recipients = "is not a valid column for recipients; name such columns to_1 to to_31";
        String links = "is not a valid column for links; name such columns link_1 to link_31";
        String nothing = "x.csv: has no rows below the header; each row must be a group";
        String open = ": the quote that opens this cell is never closed; close or remove it";
        return Stream.of(
                bad("no header", row + row, noTo + "+15556667777, hello"),
                bad("typing error", "to,mesage\n" + row, noMessage + "to, mesage; did you mean \"message\"?"),
                bad("no such recipient", "to_32,message\n" + row, "x.csv row 1, column 1: \"to_32\" " + recipients),
                bad(
                        "members with numbers",
                        "to,Members 2,message\n",
                        "x.csv row 1, column 2: \"Members 2\" " + recipients),
                bad("links with numbers", "to,links_2\n", "x.csv row 1, column 2: \"links_2\" " + links),
                bad(
                        "same column twice",
                        "to,message,to\n" + row,
                        "x.csv row 1, column 3: \"to\" occurs twice; remove or rename one"),
                bad(
                        "column under two names",
                        "to,message,Text\n" + row,
                        "x.csv row 1, column 3: \"Text\" means the same as column \"message\"; remove or rename one"),
                bad(
                        "data column twice",
                        "to,message,City,city\n" + row,
                        "x.csv row 1, column 4: \"city\" occurs twice; remove or rename one"),
                bad("no recipients", "from,message\n" + row, noTo + "from, message"),
                bad("no message", "to,display_name\n" + row, noMessage + "to, display_name"),
                bad("empty", "", "x.csv: is empty; the first row must name the columns"),
                bad("only a byte order mark", "\uFEFF", "x.csv: is empty; the first row must name the columns"),
                bad("header only", "to,message\n", nothing),
                bad("header only, no line end", "to,message", nothing),
                bad("header and blank rows", "to,message\n\n,\n  \n", nothing),
                bad(
                        "quote never closed",
                        "to,message\n" + row + ANN + ",\"Hello\n" + row,
                        "x.csv row 3, column 2 (line 3)" + open),
                bad(
                        "quote never closed in the header",
                        "to,\"message\n" + row,
                        "x.csv row 1, column 2 (line 1)" + open));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void a_file_that_is_no_list_of_groups_is_refused_with_one_message(String name, String content, String message)
            throws Exception {
        Path file = write("x.csv", content);

        assertThatThrownBy(() -> BatchFixture.open(file))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage(message);
    }

    @Test
    void text_after_a_closing_quote_rejects_the_file_with_the_position() throws Exception {
        Path file = write("x.csv", "to,message\n" + ANN + ",Hello\n" + BOB + ",\"He\"llo\n");

        assertThatThrownBy(() -> BatchFixture.open(file))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage(
                        "x.csv row 3, column 2 (line 3): there is text after the closing quote, in line 3; double each quote that"
                                + " belongs to the text");
    }

    @Test
    void a_header_of_two_thousand_columns_is_refused_with_a_short_message() throws Exception {
        Path file = write(
                "x.csv",
                IntStream.range(0, 2_000).mapToObj(i -> "c" + i).collect(Collectors.joining(",")) + "\n"
                        + "1,".repeat(2_000) + "\n");

        assertThatThrownBy(() -> BatchFixture.open(file))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage(
                        "x.csv row 1: has 2000 columns and 10889 characters; the first row must name the columns, at"
                                + " most 1000");
    }

    @Test
    void a_column_name_of_any_length_makes_a_short_message() throws Exception {
        Path file = write("x.csv", "x".repeat(1_000_000) + "\n");

        assertThatThrownBy(() -> BatchFixture.open(file))
                .isInstanceOf(UnreadableFile.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void a_row_with_two_thousand_cells_is_refused_and_the_others_go_on() throws Exception {
        List<ReceivedCommand> rows = rows("x.csv", "to,message\n" + "1,".repeat(1_999) + "1\n" + ANN + ",Hello\n");

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).problems())
                .containsExactly(Problem.of("the row has 2000 cells and the header 2;"
                        + " put quotes around a cell that contains a separator"));
        assertThat(rows.get(1).problems()).isEmpty();
    }

    @Test
    void no_row_is_so_long_that_it_stops_the_others() throws Exception {
        String long_ = "\"" + "x\n".repeat(10_000_000) + "\"";

        assertThat(BatchFixture.text(inbox, "x.csv", "to,message\n" + ANN + "," + long_ + "\n" + BOB + ",Bye\n")
                        .describe())
                .containsExactly(
                        "2 refused: the row has 20000013 characters; at most 1000000 are allowed", "3 " + BOB + " Bye");
    }

    @Test
    void a_folder_with_the_name_of_a_file_is_refused() throws Exception {
        Path folder = Files.createDirectory(inbox.resolve("x.csv"));

        assertThatThrownBy(() -> BatchFixture.open(folder))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("x.csv: is a folder, not a file; use the file itself");
    }

    @Test
    void a_file_that_is_gone_is_named() {
        assertThatThrownBy(() -> BatchFixture.open(inbox.resolve("gone.csv")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("gone.csv");
    }

    // Streaming

    @Test
    void a_long_file_is_read_in_portions_of_500_rows() throws Exception {
        Path file = inbox.resolve("many.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("to,message\n");
            for (int i = 0; i < 200_000; i++) {
                writer.write(ANN + ",Hello " + i + "\n");
            }
        }

        List<Integer> sizes = BatchFixture.open(file).chunkSizes();
        List<ReceivedCommand> rows = BatchFixture.open(file).rows();
        ReceivedCommand last = rows.get(rows.size() - 1);

        assertThat(sizes).hasSize(400).containsOnly(500);
        assertThat(last.source().describe()).isEqualTo("many.csv row 200001");
        assertThat(command(last).at("/message/text").asText()).isEqualTo("Hello 199999");
    }

    @Test
    void a_chunk_of_long_rows_ends_early() throws Exception {
        String message = "x".repeat(900_000);
        Path file = write("long.csv", "to,message\n" + (ANN + "," + message + "\n").repeat(12));

        assertThat(BatchFixture.open(file).chunkSizes()).containsExactly(5, 5, 2);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(inbox.resolve(name), text);
    }

    private ReceivedCommand onlyRow(String text) throws IOException {
        List<ReceivedCommand> rows = rows("groups.csv", text);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private List<ReceivedCommand> rows(String name, String text) throws IOException {
        return BatchFixture.text(inbox, name, text).rows();
    }

    private static List<String> ids(List<ReceivedCommand> rows) {
        return rows.stream().map(row -> row.source().id()).toList();
    }

    private static JsonNode command(ReceivedCommand row) {
        return BatchFixture.command(row);
    }

    private static String text(ReceivedCommand row) {
        return BatchFixture.body(row);
    }

    private static List<String> texts(ReceivedCommand row, String pointer) {
        return texts(command(row).at(pointer));
    }

    private static List<String> texts(JsonNode array) {
        return BatchFixture.texts(array);
    }

    private static Arguments bad(String name, String content, String message) {
        return Arguments.of(name, content, message);
    }
}
