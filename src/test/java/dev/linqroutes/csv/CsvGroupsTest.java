package dev.linqroutes.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.linqroutes.command.Problem;
import dev.linqroutes.command.Received;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvGroupsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANN = "+15556667777";
    private static final String BOB = "+15556668888";
    private static final String CARL = "carl@example.com";

    @TempDir
    Path inbox;

    // Good files

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
    void a_row_may_wait_and_lapse() throws Exception {
        JsonNode command = command(onlyRow("to,message,not_before,expires_at\n" + ANN
                + ",Hello,2026-11-23T09:00:00+01:00,2026-11-23T18:00:00+01:00\n"));

        assertThat(command.at("/not_before").asText()).isEqualTo("2026-11-23T09:00:00+01:00");
        assertThat(command.at("/expires_at").asText()).isEqualTo("2026-11-23T18:00:00+01:00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lines_may_end_as_on_any_system(String end) throws Exception {
        List<Received> rows = rows("groups.csv", "to,message" + end + ANN + ",Hello" + end + BOB + ",Bye" + end);

        assertThat(rows)
                .extracting(row -> row.source().place())
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
        Received row = onlyRow("to,message\n" + ANN + ",\"Hello,\nyou say \"\"hi\"\"\nto me\"\n");

        assertThat(command(row).at("/message/text").asText()).isEqualTo("Hello,\nyou say \"hi\"\nto me");
    }

    @Test
    void quotes_inside_an_unquoted_cell_are_text() throws Exception {
        List<Received> rows = rows(
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

        Received row = onlyRow(header + ",message\n" + String.join(",", handles) + ",Hello\n");

        assertThat(texts(row, "/to")).isEqualTo(handles);
        assertThat(row.columns()).containsEntry("/to/30", "to_31");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s;%s;%s", "%s|%s|%s", "\"%s, %s,%s\"", "\"%s\n%s\n%s\"", ";%s;; %s ;%s;"})
    void a_cell_may_hold_several_recipients(String cell) throws Exception {
        Received row = onlyRow("to,message\n" + cell.formatted(ANN, BOB, CARL) + ",Hello\n");

        assertThat(texts(row, "/to")).containsExactly(ANN, BOB, CARL);
    }

    @Test
    void recipients_of_several_columns_are_one_list_and_empty_cells_are_none() throws Exception {
        Received row = onlyRow("to,to_1,to_2,message\n" + ANN + ",," + BOB + ";" + CARL + ",Hello\n");

        assertThat(texts(row, "/to")).containsExactly(ANN, BOB, CARL);
        assertThat(row.columns()).containsEntry("/to/0", "to").containsEntry("/to/2", "to_2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s %s", "%s|%s", "\"%s\n%s\""})
    void a_cell_may_hold_several_links(String cell) throws Exception {
        String first = "https://example.com/a?b=1,2;3";
        String quoted = cell.startsWith("\"") ? cell : "\"" + cell + "\"";

        Received row = onlyRow("to,links\n" + ANN + "," + quoted.formatted(first, "https://example.com/b") + "\n");

        assertThat(texts(row, "/message/links")).containsExactly(first, "https://example.com/b");
        assertThat(row.columns()).containsEntry("/message/links/1", "links");
    }

    @Test
    void missing_cells_at_the_end_of_a_row_are_empty_ones() throws Exception {
        JsonNode command = command(onlyRow("to,message,display_name\n" + ANN + ",Hello\n"));

        assertThat(command.has("display_name")).isFalse();
        assertThat(command.at("/message/text").asText()).isEqualTo("Hello");
    }

    @Test
    void each_cell_is_named_so_that_a_problem_can_point_at_it() throws Exception {
        Received row = onlyRow("Participants,Text,Name\n" + ANN + ",Hello,Order\n");

        assertThat(row.columns())
                .containsEntry("/to/0", "participants")
                .containsEntry("/message/text", "text")
                .containsEntry("/display_name", "name");
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
                .extracting(row -> row.source().place())
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
        List<Received> rows =
                rows("groups.csv", "to,message\n" + ANN + ",Hello\n" + BOB + ",Hello, you\n" + CARL + ",Bye\n");

        assertThat(rows).hasSize(3);
        assertThat(rows.get(0).problems()).isEmpty();
        assertThat(rows.get(1).source().place()).isEqualTo("groups.csv row 3");
        assertThat(rows.get(1).problems())
                .containsExactly(Problem.of(
                        "the row has 3 cells and the header 2;" + " put quotes around a cell that holds a separator"));
        assertThat(text(rows.get(1))).isEqualTo(BOB + ",Hello, you");
        assertThat(rows.get(2).problems()).isEmpty();
    }

    @Test
    void a_cell_of_ten_megabytes_is_refused_and_the_others_go_on() throws Exception {
        String long_ = "x".repeat(10_000_000);
        List<Received> rows =
                rows("groups.csv", "to,message\n" + ANN + ",Hello\n" + BOB + "," + long_ + "\n" + CARL + ",Bye\n");

        assertThat(rows).hasSize(3);
        assertThat(rows.get(1).source().place()).isEqualTo("groups.csv row 3");
        assertThat(rows.get(1).problems())
                .containsExactly(Problem.of("the row has 10000012 characters, at most 1000000 are taken"));
        assertThat(rows.get(1).body().length).isLessThan(10_000);
        assertThat(rows).extracting(row -> row.problems().size()).containsExactly(0, 1, 0);
    }

    @Test
    void a_row_of_ten_megabytes_with_too_many_cells_is_not_kept_in_full() throws Exception {
        Received row = onlyRow("to,message\n" + ANN + ",Hello" + ("," + "x".repeat(1_000_000)).repeat(10) + "\n");

        assertThat(row.problems()).hasSize(1);
        assertThat(row.body().length).isLessThan(10_000);
    }

    // Refused files

    static Stream<Arguments> unreadable() throws IOException {
        String row = ANN + ",Hello\n";
        String known = "; known columns are command_id, group_ref, from, to, to_1 to to_31, display_name,"
                + " group_chat_icon, message, links, link_1 to link_31, not_before, expires_at";
        String noTo =
                "x.csv row 1: the first row must name the columns, and a column \"to\" with the recipients is missing";
        String noMessage = "x.csv row 1: the first row must name the columns,"
                + " and a column \"message\" or \"links\" with what the group is told first is missing";
        String nothing = "x.csv: has no row under the header; each row must be a group";
        return Stream.of(
                bad("no header", row, "x.csv row 1, column 1: unknown column \"" + ANN + "\"" + known),
                bad("unknown column", "to,mesage\n" + row, "x.csv row 1, column 2: unknown column \"mesage\"" + known),
                bad(
                        "no such recipient",
                        "to_32,message\n" + row,
                        "x.csv row 1, column 1: unknown column \"to_32\"" + known),
                bad("column without name", "to,,message\n", "x.csv row 1, column 2: unknown column \"\"" + known),
                bad("blank first row", "\nto,message\n" + row, "x.csv row 1, column 1: unknown column \"\"" + known),
                bad(
                        "same column twice",
                        "to,message,to\n" + row,
                        "x.csv row 1, column 3: column \"to\" stands twice, or under two names; remove one"),
                bad(
                        "column under two names",
                        "to,message,Text\n" + row,
                        "x.csv row 1, column 3: column \"Text\" stands twice, or under two names; remove one"),
                bad("no recipients", "from,message\n" + row, noTo),
                bad("no message", "to,display_name\n" + row, noMessage),
                bad("empty", "", "x.csv: is empty; the first row must name the columns"),
                bad("only a byte order mark", "\uFEFF", "x.csv: is empty; the first row must name the columns"),
                bad("header only", "to,message\n", nothing),
                bad("header only, no line end", "to,message", nothing),
                bad("header and blank rows", "to,message\n\n,\n  \n", nothing),
                bad(
                        "quote never closed",
                        "to,message\n" + row + ANN + ",\"Hello\n" + row,
                        "x.csv line 3: the quote that opens a cell here is never closed; close or remove it"),
                bad(
                        "quote never closed in the header",
                        "to,\"message\n" + row,
                        "x.csv line 1: the quote that opens a cell here is never closed; close or remove it"),
                bad(
                        "NUL",
                        "to,message\n" + ANN + ",He\0llo\n",
                        "x.csv line 2: holds a NUL byte, so it is no text file; in Excel save it as \"CSV UTF-8\""),
                bad("picture", png(), "x.csv line 1: is not UTF-8; in Excel save it as \"CSV UTF-8\""),
                bad("compressed", gzip(row), "x.csv line 1: is not UTF-8; in Excel save it as \"CSV UTF-8\""),
                bad(
                        "UTF-16 with byte order mark",
                        ("to,message\n" + row).getBytes(StandardCharsets.UTF_16),
                        "x.csv line 1: is not UTF-8; in Excel save it as \"CSV UTF-8\""),
                bad(
                        "UTF-16 without byte order mark",
                        ("to,message\n" + row).getBytes(StandardCharsets.UTF_16LE),
                        "x.csv line 1: holds a NUL byte, so it is no text file; in Excel save it as \"CSV UTF-8\""),
                bad(
                        "Latin-1",
                        ("to,message\n" + ANN + ",Gr\u00FC\u00DFe\n").getBytes(StandardCharsets.ISO_8859_1),
                        "x.csv line 2: is not UTF-8; in Excel save it as \"CSV UTF-8\""),
                bad(
                        "cut inside a character",
                        new byte[] {'t', 'o', ',', 'm', (byte) 0xC3},
                        "x.csv line 1: is not UTF-8; in Excel save it as \"CSV UTF-8\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void a_file_that_is_no_list_of_groups_is_refused_with_one_message(String name, byte[] content, String message)
            throws Exception {
        Path file = Files.write(inbox.resolve("x.csv"), content);

        assertThatThrownBy(() -> new CsvGroups().chunks(file.toFile()))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage(message);
    }

    @Test
    void text_behind_a_closing_quote_refuses_the_file_and_says_where() throws Exception {
        Path file = write("x.csv", "to,message\n" + ANN + ",Hello\n" + BOB + ",\"He\"llo\n");

        assertThatThrownBy(() -> new CsvGroups().chunks(file.toFile()))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("x.csv line 3: Unexpected character after closing quote: 'l' (0x6c)");
    }

    @Test
    void the_message_about_two_thousand_unknown_columns_is_about_the_first_only() throws Exception {
        Path file = write(
                "x.csv",
                IntStream.range(0, 2_000).mapToObj(i -> "c" + i).collect(Collectors.joining(",")) + "\n"
                        + "1,".repeat(2_000) + "\n");

        assertThatThrownBy(() -> new CsvGroups().chunks(file.toFile()))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageStartingWith("x.csv row 1, column 1: unknown column \"c0\"")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void a_column_name_of_any_length_makes_a_short_message() throws Exception {
        Path file = write("x.csv", "x".repeat(1_000_000) + "\n");

        assertThatThrownBy(() -> new CsvGroups().chunks(file.toFile()))
                .isInstanceOf(UnreadableFile.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void a_row_with_two_thousand_cells_is_refused_and_the_others_go_on() throws Exception {
        List<Received> rows = rows("x.csv", "to,message\n" + "1,".repeat(1_999) + "1\n" + ANN + ",Hello\n");

        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).problems())
                .containsExactly(Problem.of("the row has 2000 cells and the header 2;"
                        + " put quotes around a cell that holds a separator"));
        assertThat(rows.get(1).problems()).isEmpty();
    }

    @Test
    void a_cell_longer_than_any_row_may_be_refuses_the_file_and_says_where() throws Exception {
        Path file = write("x.csv", "to,message\n" + ANN + "," + "x".repeat(20_000_000) + "\n");

        assertThatThrownBy(() -> new CsvGroups().chunks(file.toFile()))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageStartingWith("x.csv line 2: The maximum buffer size");
    }

    @Test
    void a_folder_with_the_name_of_a_file_is_refused() throws Exception {
        Path folder = Files.createDirectory(inbox.resolve("x.csv"));

        assertThatThrownBy(() -> new CsvGroups().chunks(folder.toFile()))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("x.csv: is a folder, not a file");
    }

    @Test
    void a_file_that_is_gone_is_named() {
        assertThatThrownBy(
                        () -> new CsvGroups().chunks(inbox.resolve("gone.csv").toFile()))
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

        List<Integer> sizes = new ArrayList<>();
        Received last = null;
        Iterator<List<Received>> chunks = new CsvGroups().chunks(file.toFile());
        try (Closeable open = (Closeable) chunks) {
            while (chunks.hasNext()) {
                List<Received> chunk = chunks.next();
                sizes.add(chunk.size());
                last = chunk.get(chunk.size() - 1);
            }
        }

        assertThat(sizes).hasSize(400).containsOnly(500);
        assertThat(last.source().place()).isEqualTo("many.csv row 200001");
        assertThat(command(last).at("/message/text").asText()).isEqualTo("Hello 199999");
    }

    @Test
    void a_portion_of_long_rows_ends_early() throws Exception {
        String message = "x".repeat(900_000);
        Path file = write("long.csv", "to,message\n" + (ANN + "," + message + "\n").repeat(12));

        List<Integer> sizes = new ArrayList<>();
        Iterator<List<Received>> chunks = new CsvGroups().chunks(file.toFile());
        try (Closeable open = (Closeable) chunks) {
            chunks.forEachRemaining(chunk -> sizes.add(chunk.size()));
        }

        assertThat(sizes).containsExactly(5, 5, 2);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(inbox.resolve(name), text);
    }

    private Received onlyRow(String text) throws IOException {
        List<Received> rows = rows("groups.csv", text);
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private List<Received> rows(String name, String text) throws IOException {
        List<Received> rows = new ArrayList<>();
        Iterator<List<Received>> chunks =
                new CsvGroups().chunks(write(name, text).toFile());
        try (Closeable open = (Closeable) chunks) {
            chunks.forEachRemaining(rows::addAll);
        }
        return rows;
    }

    private static List<String> ids(List<Received> rows) {
        return rows.stream().map(row -> row.source().id()).toList();
    }

    private static JsonNode command(Received row) {
        assertThat(row.problems()).isEmpty();
        try {
            return JSON.readTree(row.body());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text(row), e);
        }
    }

    private static String text(Received row) {
        return new String(row.body(), StandardCharsets.UTF_8);
    }

    private static List<String> texts(Received row, String pointer) {
        return texts(command(row).at(pointer));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Arguments bad(String name, String content, String message) {
        return bad(name, content.getBytes(StandardCharsets.UTF_8), message);
    }

    private static Arguments bad(String name, byte[] content, String message) {
        return Arguments.of(name, content, message);
    }

    private static byte[] png() {
        return new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
