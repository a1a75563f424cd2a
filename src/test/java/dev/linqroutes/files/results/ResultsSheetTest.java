package dev.linqroutes.files.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.ledger.batch.RowResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultsSheetTest {
    private static final List<String> COLUMNS = List.of("to", "message");
    private static final String RESULT_COLUMNS =
            "status,chat_id,group_ref,normalised,error_code,reason,trace_id,accepted_at,finished_at,command";
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";

    @TempDir
    Path folder;

    private Path sheet;
    private Path failed;

    @BeforeEach
    void name() {
        sheet = folder.resolve("crew.results.csv");
        failed = folder.resolve("crew.failed.csv");
    }

    // The sheet

    @Test
    void a_row_is_unchanged_and_followed_by_its_result() throws Exception {
        RowResult confirmed = new RowResult(
                2,
                "confirmed",
                Optional.of("add_participant"),
                Optional.of("c-1"),
                Optional.of("crew-14"),
                Optional.of("chat-1"),
                List.of("to: read as +12025550101", "message: a link was taken out"),
                Optional.empty(),
                List.of(),
                Optional.of("trace-1"),
                Optional.of(Instant.parse("2026-11-25T08:00:00Z")),
                Optional.of(Instant.parse("2026-11-25T08:00:03.5Z")),
                false);

        write(csv(List.of(ANN, "Hello, you")), confirmed);

        assertThat(sheet)
                .hasContent("\uFEFFto,message," + RESULT_COLUMNS + "\r\n"
                        + ANN + ",\"Hello, you\",confirmed,chat-1,crew-14,"
                        + "\"to: read as +12025550101; message: a link was taken out\",,,trace-1,"
                        + "2026-11-25T08:00:00Z,2026-11-25T08:00:03.500Z,add_participant\r\n");
    }

    @Test
    void a_row_that_failed_tells_linqs_error_and_every_reason() throws Exception {
        RowResult result = new RowResult(
                2,
                "failed",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(1005),
                List.of("to: no such number", "message: too long"),
                Optional.of("trace-9"),
                Optional.empty(),
                Optional.empty(),
                false);

        write(csv(List.of(ANN, "Hello")), result);

        assertThat(rowsOf(sheet).get(1))
                .containsExactly(
                        ANN,
                        "Hello",
                        "failed",
                        "",
                        "",
                        "",
                        "1005",
                        "to: no such number; message: too long",
                        "trace-9",
                        "",
                        "",
                        "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {", ,", "; ;", "\"\t\" ,", "| ,"})
    void results_have_a_separator_of_excel_and_failed_rows_that_of_the_input(char separator, char inResults)
            throws Exception {
        write(InMemoryRecords.of(COLUMNS, separator, List.of(List.of(ANN, "a,b;c\td|e"))), result(2, "failed"));

        assertThat(Files.readString(sheet)).startsWith("\uFEFFto" + inResults + "message" + inResults + "status");
        assertThat(rowsOf(sheet, inResults).get(1)).startsWith(ANN, "a,b;c\td|e", "failed");
        assertThat(Files.readString(failed)).startsWith("\uFEFFto" + separator + "message\r\n");
        assertThat(rowsOf(failed, separator).get(1)).containsExactly(ANN, "a,b;c\td|e");
    }

    @Test
    void a_cell_that_contains_any_separator_is_quoted() throws Exception {
        write(
                InMemoryRecords.of(List.of("to", "a;b;c;d", "message"), ',', List.of(List.of(ANN, "", "x|y"))),
                result(2, "refused"));

        assertThat(failed).hasContent("\uFEFFto,\"a;b;c;d\",message\r\n" + ANN + ",,\"x|y\"\r\n");
    }

    @Test
    void a_result_column_with_the_name_of_an_input_column_gets_a_prefix() throws Exception {
        List<String> columns = List.of("to", "Group_Ref ", "STATUS", "result_status", "message");

        write(InMemoryRecords.of(columns, ',', List.of()));

        assertThat(rowsOf(sheet).get(0))
                .startsWith("to", "Group_Ref ", "STATUS", "result_status", "message", "result_result_status", "chat_id")
                .contains("result_group_ref")
                .doesNotHaveDuplicates();
    }

    @Test
    void a_record_that_belongs_to_no_command_is_left_out() throws Exception {
        ResultsSheet.SheetSummary counts = write(
                csv(List.of(ANN, "1"), List.of("", " "), List.of(BOB, "2")),
                result(2, "confirmed"),
                result(4, "failed"));

        assertThat(rowsOf(sheet)).extracting(row -> row.get(1)).containsExactly("message", "1", "2");
        assertThat(counts.commandsByStatus()).isEqualTo(Map.of("confirmed", 1L, "failed", 1L));
    }

    @Test
    void each_row_of_a_command_of_several_rows_tells_its_result_and_all_of_them_fail_with_it() throws Exception {
        List<String> columns = List.of("group_ref", "handle", "message");
        List<InputRecord> members = List.of(
                new InputRecord(2, 2, List.of("crew", ANN, "Hello")),
                new InputRecord(3, 2, List.of("crew", BOB, "")),
                new InputRecord(4, 4, List.of("club", ANN, "Hi")),
                new InputRecord(5, 4, List.of("club", BOB)),
                new InputRecord(6, 4, List.of("club", "carl@example.com", "")));

        ResultsSheet.SheetSummary counts = write(
                new InMemoryRecords(columns, ',', members.iterator()), result(2, "confirmed"), result(4, "refused"));

        assertThat(rowsOf(sheet))
                .extracting(row -> row.get(3))
                .containsExactly("status", "confirmed", "confirmed", "refused", "refused", "refused");
        assertThat(rowsOf(failed))
                .containsExactly(
                        columns,
                        List.of("club", ANN, "Hi"),
                        List.of("club", BOB, ""),
                        List.of("club", "carl@example.com", ""));
        assertThat(counts.commandsByStatus()).isEqualTo(Map.of("confirmed", 1L, "refused", 1L));
    }

    @Test
    void a_row_without_a_result_is_unknown_and_among_the_failed_rows() throws Exception {
        write(
                csv(List.of(ANN, "1"), List.of(ANN, "2"), List.of(ANN, "3")),
                result(1, "failed"),
                result(3, "confirmed"),
                result(9, "failed"));

        assertThat(rowsOf(sheet))
                .extracting(row -> row.get(2))
                .containsExactly("status", "unknown", "confirmed", "unknown");
        assertThat(rowsOf(sheet).get(1).get(7)).isEqualTo("the ledger has no result for this row");
        assertThat(rowsOf(failed)).containsExactly(COLUMNS, List.of(ANN, "1"), List.of(ANN, "3"));
    }

    @Test
    void a_row_whose_group_was_created_is_not_among_the_failed_rows() throws Exception {
        RowResult halfDone = halfDone(2, "create_group");

        ResultsSheet.SheetSummary counts = write(csv(List.of(ANN, "Hello")), halfDone);

        assertThat(counts.failedFile()).isEmpty();
        assertThat(failed).doesNotExist();
        assertThat(rowsOf(sheet).get(1).get(7))
                .isEqualTo(
                        "no such name; the group was created, so this row is not in the file of failed rows; send what is missing as a separate command");
    }

    @Test
    void a_command_of_which_a_part_was_done_is_not_among_the_failed_rows() throws Exception {
        write(csv(List.of(ANN, "Hello")), halfDone(2, "add_participant"));

        assertThat(failed).doesNotExist();
        assertThat(rowsOf(sheet).get(1).get(7)).startsWith("no such name; a part of it was done, so this row");
        assertThat(rowsOf(sheet).get(1)).endsWith("add_participant");
    }

    // Ragged rows

    @Test
    void a_row_with_too_few_cells_is_filled_up() throws Exception {
        write(InMemoryRecords.of(List.of("to", "name", "message"), ',', List.of(List.of(ANN))), result(2, "refused"));

        assertThat(rowsOf(sheet).get(1)).startsWith(ANN, "", "", "refused");
        assertThat(rowsOf(failed).get(1)).containsExactly(ANN, "", "");
    }

    @Test
    void a_cell_without_a_column_goes_into_the_reason() throws Exception {
        write(
                csv(List.of(ANN, "Hello", "you", "", "there")),
                result(2, "refused", "the row has 5 cells and the header 2"));

        assertThat(rowsOf(sheet).get(1))
                .hasSameSizeAs(rowsOf(sheet).get(0))
                .startsWith(ANN, "Hello", "refused")
                .contains("the row has 5 cells and the header 2; cells without a column: \"you\", \"there\"");
        assertThat(rowsOf(failed).get(1)).containsExactly(ANN, "Hello", "you", "", "there");
    }

    @Test
    void separators_at_the_end_of_a_row_are_nothing_to_tell() throws Exception {
        write(csv(List.of(ANN, "Hello", "", "")), result(2, "confirmed"));

        assertThat(rowsOf(sheet).get(1)).containsExactly(ANN, "Hello", "confirmed", "", "", "", "", "", "", "", "", "");
    }

    // Cells

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+12025550101",
                "-1",
                "@SUM(A1)",
                "\t=1",
                "\r=1",
                "=\"a\"\n,b",
                " =1+1",
                "\n=1",
                "\r\n+1",
                "\u00A0=1",
                "\u200B@A",
                "\uFF1D1+1",
                "\uFF0B1",
                "\uFF0D1",
                "\uFF20A",
                " \n\uFF1D1"
            })
    void a_cell_that_a_spreadsheet_may_evaluate_starts_with_an_apostrophe(String cell) throws Exception {
        RowResult result = result(2, "failed", cell);

        write(InMemoryRecords.of(List.of(cell, "message"), ',', List.of(List.of("x", cell))), result);

        assertThat(rowsOf(sheet).get(0)).startsWith("'" + cell);
        assertThat(rowsOf(sheet).get(1).get(1)).isEqualTo("'" + cell);
        assertThat(rowsOf(sheet).get(1).get(7)).isEqualTo("'" + cell);
        assertThat(rowsOf(failed)).containsExactly(List.of("'" + cell, "message"), List.of("x", "'" + cell));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'=1+1", "a=1", "\na=1", "\uFF0C", "#1", "\"", "\n", "it's", "Grüße 👋", "  two  "})
    void any_other_cell_is_unchanged(String cell) throws Exception {
        write(csv(List.of("x", cell)), result(2, "failed"));

        assertThat(rowsOf(sheet).get(1).get(1)).isEqualTo(cell);
        assertThat(rowsOf(failed).get(1)).containsExactly("x", cell);
    }

    @Test
    void no_file_contains_a_nul_or_an_unpaired_surrogate() throws Exception {
        write(csv(List.of(ANN, "Hello")), result(2, "failed", "a\0b \ud83d c"));

        assertThat(rowsOf(sheet).get(1).get(7)).isEqualTo("a\uFFFDb ? c");
    }

    @Test
    void a_cell_longer_than_the_excel_limit_is_truncated_only_in_the_sheet() throws Exception {
        String longest = "x".repeat(32_767);
        String wave = "x".repeat(32_765) + "👋👋";

        write(csv(List.of(longest, "+" + longest), List.of(wave, "")), result(2, "failed"), result(3, "failed"));

        assertThat(rowsOf(sheet).get(1).get(0)).isEqualTo(longest);
        assertThat(rowsOf(sheet).get(1).get(1))
                .hasSize(32_767)
                .startsWith("'+xx")
                .endsWith("x…");
        assertThat(rowsOf(sheet).get(2).get(0)).isEqualTo("x".repeat(32_765) + "…");
        assertThat(rowsOf(failed)).containsExactly(COLUMNS, List.of(longest, "'+" + longest), List.of(wave, ""));
    }

    // Failed rows

    @ParameterizedTest
    @CsvSource({
        "failed,true",
        "refused,true",
        "expired,true",
        "cancelled,true",
        "duplicate,true",
        "unconfirmed,false",
        "accepted,false",
        "confirmed,false"
    })
    void commands_that_linq_did_not_accept_are_failed_rows(String status, boolean again) throws Exception {
        ResultsSheet.SheetSummary counts = write(csv(List.of(ANN, "Hello")), result(2, status));

        assertThat(counts.failedFile()).isEqualTo(again ? Optional.of(failed) : Optional.empty());
        assertThat(Files.exists(failed)).isEqualTo(again);
    }

    @Test
    void an_old_file_of_failed_rows_is_deleted_when_no_row_failed() throws Exception {
        write(csv(List.of(ANN, "Hello")), result(2, "failed"));
        assertThat(failed).exists();

        write(csv(List.of(ANN, "Hello")), result(2, "confirmed"));

        assertThat(folder).isDirectoryContaining("glob:**/crew.results.csv");
        assertThat(failed).doesNotExist();
    }

    @Test
    void a_file_of_nothing_has_a_sheet_with_a_header() throws Exception {
        ResultsSheet.SheetSummary counts = write(csv());

        assertThat(rowsOf(sheet)).hasSize(1);
        assertThat(counts).isEqualTo(new ResultsSheet.SheetSummary(Map.of(), Optional.empty()));
    }

    // JSONL

    @Test
    void results_of_lines_are_a_sheet_and_lines_that_failed_stand_as_they_came() throws Exception {
        failed = folder.resolve("crew.failed.jsonl");
        RowResult refused = new RowResult(
                3,
                "refused",
                Optional.empty(),
                Optional.of("-c3"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of("to: is missing"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);

        write(
                InMemoryRecords.jsonl("{\"a\": 1}", " ", "{\"type\": \"x, y\"}\r", "-nonsense"),
                result(1, "confirmed"),
                refused,
                result(4, "refused"));

        assertThat(sheet)
                .hasContent("\uFEFFrow,command_id," + RESULT_COLUMNS + "\r\n1,,confirmed,,,,,,,,,\r\n"
                        + "3,'-c3,refused,,,,,to: is missing,,,,\r\n4,,refused,,,,,,,,,\r\n");
        assertThat(Files.readString(failed)).isEqualTo("{\"type\": \"x, y\"}\n-nonsense\n");
    }

    @Test
    void a_partly_done_line_is_not_among_the_failed_lines() throws Exception {
        failed = folder.resolve("crew.failed.jsonl");
        RowResult halfDone = halfDone(1, "send_message");

        write(InMemoryRecords.jsonl("{\"type\": \"send_message\"}"), halfDone);

        assertThat(failed).doesNotExist();
        assertThat(rowsOf(sheet).get(1).get(7)).startsWith("no such name; partly done");
    }

    // Write errors

    @Test
    void a_file_that_breaks_off_leaves_what_was_there_before() throws Exception {
        Files.writeString(sheet, "of before");
        Files.writeString(failed, "of before");
        IOException broken = new IOException("gone");
        Iterator<InputRecord> breaksOff = Stream.concat(
                        LongStream.rangeClosed(2, 50_000).mapToObj(row -> new InputRecord(row, row, List.of(ANN, "x"))),
                        Stream.generate(() -> {
                            throw new UncheckedIOException(broken);
                        }))
                .iterator();

        assertThatThrownBy(() -> write(new InMemoryRecords(COLUMNS, ',', breaksOff)))
                .hasRootCause(broken);

        assertThat(sheet).hasContent("of before");
        assertThat(failed).hasContent("of before");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void a_sheet_that_cannot_get_its_name_leaves_nothing_behind() throws Exception {
        Files.createDirectories(sheet.resolve("in the way"));

        assertThatThrownBy(() -> write(csv(List.of(ANN, "Hello")), result(2, "failed")))
                .isInstanceOf(IOException.class);

        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void a_half_sheet_of_a_process_that_died_is_written_over() throws Exception {
        Files.writeString(folder.resolve("crew.results.csv.part"), "half ".repeat(1000));

        write(csv());

        assertThat(sheet).hasContent("\uFEFFto,message," + RESULT_COLUMNS + "\r\n");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void an_unreadable_input_is_reported_and_closed() {
        IOException broken = new IOException("gone");
        BrokenFile file = new BrokenFile(broken);

        assertThatThrownBy(() -> new ResultsSheet().write((BatchFile) file, Collections.emptyIterator(), sheet, failed))
                .isSameAs(broken);

        assertThat(file.closed).isTrue();
        assertThat(folder).isEmptyDirectory();
    }

    /** Records whose header can be read, but not their rows. */
    private static final class BrokenFile implements BatchFile, BatchFile.InputRecords {
        private final IOException error;
        private boolean closed;

        BrokenFile(IOException error) {
            this.error = error;
        }

        @Override
        public InputRecords records() {
            return this;
        }

        @Override
        public List<String> header() {
            return COLUMNS;
        }

        @Override
        public char separator() {
            return ',';
        }

        @Override
        public boolean hasNext() {
            throw new UncheckedIOException(error);
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public InputRecord next() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String name() {
            return "crew.csv";
        }

        @Override
        public String sha256() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String contentSha256() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long contentBytes() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String batchId() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isAllOrNothing() {
            return false;
        }

        @Override
        public List<String> facts() {
            return List.of();
        }

        @Override
        public List<String> warnings() {
            return List.of();
        }

        @Override
        public RowChunks chunks() {
            throw new UnsupportedOperationException();
        }
    }

    private static InMemoryRecords csv(List<?>... rows) {
        List<List<String>> all = new ArrayList<>();
        for (List<?> row : rows) {
            all.add(row.stream().map(String.class::cast).toList());
        }
        return InMemoryRecords.of(COLUMNS, ',', all);
    }

    private static RowResult halfDone(long row, String command) {
        return new RowResult(
                row,
                "failed",
                Optional.of(command),
                Optional.of("c1"),
                Optional.of("a"),
                Optional.of("chat-1"),
                List.of(),
                Optional.of(1005),
                List.of("no such name"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true);
    }

    private static RowResult result(long row, String status, String... reasons) {
        return new RowResult(
                row,
                status,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(reasons),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private ResultsSheet.SheetSummary write(InMemoryRecords records, RowResult... results) throws IOException {
        return ResultsSheet.write(records, List.of(results).iterator(), sheet, failed);
    }

    private static List<List<String>> rowsOf(Path csv) throws IOException {
        return rowsOf(csv, ',');
    }

    private static List<List<String>> rowsOf(Path csv, char separator) throws IOException {
        assertThat(Files.readString(csv)).startsWith("\uFEFF").endsWith("\r\n");
        return CsvReader.builder()
                .fieldSeparator(separator)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(Files.readString(csv).substring(1))
                .stream()
                .map(CsvRecord::getFields)
                .toList();
    }
}
