package dev.linqroutes.files.jsonl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.command.Problem;
import dev.linqroutes.command.ReceivedCommand;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.InputRecord;
import dev.linqroutes.testing.BatchFixture;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonlFileTest {
    private static final String HELLO = "{\"group_ref\":\"order-1001\",\"message\":{\"text\":\"Hello, Grüße\"}}";
    private static final String BYE = "{\"group_ref\":\"order-1001\",\"message\":{\"text\":\"Bye\"}}";

    @TempDir
    Path inbox;

    @ParameterizedTest
    @ValueSource(strings = {"%s\n%s\n", "%s\n%s", "%s\r\n%s\r\n", "\uFEFF%s\n%s\n"})
    void each_line_is_a_command_whatever_the_line_ends_and_byte_order_mark(String text) throws Exception {
        List<ReceivedCommand> lines = lines("c.jsonl", text.formatted(HELLO, BYE));

        assertThat(lines).extracting(line -> text(line).strip()).containsExactly(HELLO, BYE);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.problems()).isEmpty();
            assertThat(line.record().key()).isEmpty();
        });
    }

    @Test
    void blank_lines_are_no_commands_but_count() throws Exception {
        List<ReceivedCommand> lines = lines("c.jsonl", "\n" + HELLO + "\n\n  \t\r\n" + BYE + "\n\n");

        assertThat(lines)
                .extracting(line -> line.source().describe())
                .containsExactly("c.jsonl row 2", "c.jsonl row 5");
    }

    @Test
    void an_invalid_json_line_is_passed_on_and_affects_no_other_line() throws Exception {
        List<ReceivedCommand> lines = lines("c.jsonl", HELLO + "\nnot json\n" + BYE + "\n");

        assertThat(lines).extracting(JsonlFileTest::text).containsExactly(HELLO, "not json", BYE);
    }

    @Test
    void a_line_of_ten_megabytes_is_refused_and_the_others_go_on() throws Exception {
        List<ReceivedCommand> lines = lines("c.jsonl", HELLO + "\n" + "x".repeat(10_000_000) + "\n" + BYE + "\n");

        assertThat(lines)
                .extracting(ReceivedCommand::problems)
                .containsExactly(
                        List.of(),
                        List.of(Problem.of("the line has 10000000 characters; at most 1000000 are allowed")),
                        List.of());
        assertThat(lines.get(1).source().describe()).isEqualTo("c.jsonl row 2");
        assertThat(lines.get(1).body()).hasSizeLessThan(10_000);
        assertThat(text(lines.get(2))).isEqualTo(BYE);
    }

    @Test
    void a_line_of_a_million_characters_is_accepted_and_a_longer_one_refused() throws Exception {
        List<ReceivedCommand> lines = lines("c.jsonl", "x".repeat(1_000_000) + "\n" + "x".repeat(1_000_001));

        assertThat(lines).extracting(line -> line.body().length).containsExactly(1_000_000, 1_000);
        assertThat(lines).extracting(line -> line.problems().size()).containsExactly(0, 1);
    }

    @Test
    void a_line_of_ten_megabytes_of_spaces_is_refused_too() throws Exception {
        List<ReceivedCommand> lines = lines("c.jsonl", " ".repeat(10_000_000) + HELLO + "\n" + BYE + "\n");

        assertThat(lines).extracting(line -> line.problems().size()).containsExactly(1, 0);
    }

    @Test
    void the_same_content_under_another_name_keeps_its_ids() throws Exception {
        List<String> first = ids(lines("monday.jsonl", HELLO + "\n" + HELLO + "\n"));
        List<String> again = ids(lines("tuesday.jsonl", HELLO + "\n" + HELLO + "\n"));

        assertThat(again).isEqualTo(first);
        assertThat(first).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Za-z0-9_-]+"));
    }

    @Test
    void another_content_under_the_same_name_has_other_ids() throws Exception {
        List<String> first = ids(lines("c.jsonl", HELLO + "\n" + BYE + "\n"));
        List<String> other = ids(lines("c.jsonl", HELLO + "\n" + BYE));

        assertThat(other).doesNotContainAnyElementsOf(first);
    }

    static Stream<Arguments> unreadable() {
        String empty = "x.jsonl: is empty; each line must be a command as a JSON object";
        String spread =
                "x.jsonl: contains JSON that spans several lines; write each command as a JSON object on one line";
        return Stream.of(
                Arguments.of("empty", "", empty),
                Arguments.of("only a byte order mark", "\uFEFF", empty),
                Arguments.of("only blank lines", "\n \n\r\n", empty),
                Arguments.of("a list over several lines", "[\n" + HELLO + ",\n" + BYE + "\n]\n", spread),
                Arguments.of("an object over several lines", "{\n\"type\": \"leave_group\"\n}\n", spread),
                Arguments.of(
                        "NUL",
                        HELLO + "\n\0\n",
                        "x.jsonl line 2: contains a NUL character, so it is not a text file; write it as UTF-8"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unreadable")
    void a_file_without_commands_or_text_is_refused_with_one_message(String name, String content, String message)
            throws Exception {
        Path file = Files.writeString(inbox.resolve("x.jsonl"), content);

        assertThatThrownBy(() -> BatchFixture.open(file))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage(message);
    }

    @Test
    void the_line_that_is_no_text_is_named_also_far_down() throws Exception {
        Path file = inbox.resolve("x.jsonl");
        byte[] good = (HELLO + "\n").repeat(5_000).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(good);
        bytes.write(0xFF);
        bytes.write(good);
        Files.write(file, bytes.toByteArray());

        assertThatThrownBy(() -> BatchFixture.open(file))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageStartingWith("x.jsonl line 5001: is broken or not UTF-8; write it as UTF-8");
    }

    @Test
    void a_file_that_is_gone_is_named() {
        assertThatThrownBy(() -> BatchFixture.open(inbox.resolve("gone.jsonl")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("gone.jsonl");
    }

    @Test
    void a_folder_with_the_name_of_a_file_is_refused() throws Exception {
        Path folder = Files.createDirectory(inbox.resolve("x.jsonl"));

        assertThatThrownBy(() -> BatchFixture.open(folder))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("x.jsonl: is a folder, not a file; use the file itself");
    }

    @Test
    void a_long_file_is_read_in_portions_of_500_lines() throws Exception {
        Path file = inbox.resolve("many.jsonl");
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (int i = 0; i < 200_000; i++) {
                writer.write(BYE + "\n");
            }
        }

        assertThat(BatchFixture.open(file).chunkSizes()).hasSize(400).containsOnly(500);
    }

    @Test
    void a_chunk_of_long_lines_ends_early() throws Exception {
        Path file = Files.writeString(inbox.resolve("long.jsonl"), ("x".repeat(900_000) + "\n").repeat(12));

        assertThat(BatchFixture.open(file).chunkSizes()).containsExactly(5, 5, 2);
    }

    private List<ReceivedCommand> lines(String name, String text) throws IOException {
        return BatchFixture.text(inbox, name, text).rows();
    }

    private static String text(ReceivedCommand line) {
        return new String(line.body(), StandardCharsets.UTF_8);
    }

    private static List<String> ids(List<ReceivedCommand> lines) {
        return lines.stream().map(line -> line.source().id()).toList();
    }

    @Test
    void lines_stand_in_the_records_with_their_numbers() throws Exception {
        BatchFixture batch = BatchFixture.text(inbox, "c.jsonl", "\n" + HELLO + "\r\n" + BYE);

        assertThat(batch.records())
                .containsExactly(
                        new InputRecord(1, 0, List.of("")),
                        new InputRecord(2, 2, List.of(HELLO)),
                        new InputRecord(3, 3, List.of(BYE)));
    }

    @Test
    void a_line_end_that_only_unicode_knows_ends_no_line() throws Exception {
        String line = "{\"a\":\"\u2028\u0085\u000B\"}";

        assertThat(lines("c.jsonl", line + "\n"))
                .extracting(JsonlFileTest::text)
                .containsExactly(line);
    }

    @Test
    void options_of_a_jsonl_file_have_no_values_for_rows() throws Exception {
        Files.writeString(inbox.resolve("c.properties"), "all-or-nothing = true\nencoding = ISO-8859-1\n");
        BatchFixture batch = BatchFixture.bytes(inbox, "c.jsonl", HELLO.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(batch.batch().isAllOrNothing()).isTrue();
        assertThat(text(batch.onlyRow())).isEqualTo(HELLO);
    }

    @Test
    void options_with_a_value_for_commands_are_refused() throws Exception {
        Files.writeString(inbox.resolve("c.properties"), "region = US\n");

        assertThatThrownBy(() -> lines("c.jsonl", HELLO))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage(
                        "c.properties, key region: is valid for CSV files only; write it into the commands themselves");
    }
}
