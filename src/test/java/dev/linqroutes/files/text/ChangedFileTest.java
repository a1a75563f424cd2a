package dev.linqroutes.files.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.testing.BatchFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that change while they are read. */
class ChangedFileTest {
    private static final String CHANGED = ": was changed while it was read; drop the file again";

    @TempDir
    Path inbox;

    static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of("x.csv", "to,message\n", "+12025550101;+12025550102,Hi\n"),
                Arguments.of("x.csv", "group_ref,handle,message\n", "a,+12025550101,Hi\n"),
                Arguments.of("x.jsonl", "", "{\"type\":\"leave_group\",\"group_ref\":\"a\"}\n"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_that_grew_since_it_was_checked_is_not_read(String name, String header, String row) throws Exception {
        BatchFile batch = open(name, header + row);
        Files.writeString(inbox.resolve(name), row, StandardOpenOption.APPEND);

        assertThatThrownBy(batch::chunks).isInstanceOf(UnreadableFile.class).hasMessage(name + CHANGED);
        assertThatThrownBy(batch::records).isInstanceOf(UnreadableFile.class).hasMessage(name + CHANGED);
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_that_was_replaced_by_one_of_the_same_size_and_time_is_not_read(String name, String header, String row)
            throws Exception {
        BatchFile batch = open(name, header + row);
        Path file = inbox.resolve(name);
        FileTime time = Files.getLastModifiedTime(file);
        Files.delete(file);
        Files.writeString(file, header + row.replace('a', 'b').replace("Hi", "Ho"));
        Files.setLastModifiedTime(file, time);

        assertThatThrownBy(() -> readChunks(batch))
                .isInstanceOf(UncheckedIOException.class)
                .cause()
                .isInstanceOf(UnreadableFile.class)
                .hasMessage(name + CHANGED);
        assertThatThrownBy(() -> readRecords(batch))
                .isInstanceOf(UncheckedIOException.class)
                .cause()
                .isInstanceOf(UnreadableFile.class)
                .hasMessage(name + CHANGED);
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_that_is_cut_while_it_is_read_ends_with_an_error(String name, String header, String row)
            throws Exception {
        String rows = IntStream.range(0, 50_000)
                .mapToObj(i -> row.replace("a,", i + ","))
                .collect(Collectors.joining());
        BatchFile batch = open(name, header + rows);

        try (BatchFile.RowChunks chunks = batch.chunks()) {
            assertThat(chunks.hasNext()).isTrue();
            Files.writeString(inbox.resolve(name), "");

            assertThatThrownBy(() -> chunks.forEachRemaining(chunk -> {}))
                    .isInstanceOf(UncheckedIOException.class)
                    .cause()
                    .isInstanceOf(UnreadableFile.class)
                    .hasMessage(name + CHANGED);
        }
    }

    @Test
    void a_file_that_is_deleted_while_it_is_read_is_read_to_its_end_once() throws Exception {
        BatchFile batch = open("x.jsonl", "{\"a\":1}\n".repeat(50_000));

        try (BatchFile.RowChunks chunks = batch.chunks()) {
            assertThat(chunks.hasNext()).isTrue();
            Files.delete(inbox.resolve("x.jsonl"));
            chunks.forEachRemaining(chunk -> {});
        }

        assertThatThrownBy(batch::records).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_file_without_read_permission_is_rejected() throws Exception {
        assumeThat(System.getProperty("user.name"))
                .as("root may read everything")
                .isNotEqualTo("root");
        Path file = Files.writeString(inbox.resolve("x.csv"), "to,message\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));

        assertThatThrownBy(() -> BatchFixture.open(file))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("x.csv: cannot be read: no permission; give this program permission to read and move it");
    }

    @Test
    void options_that_are_a_folder_refuse_the_file() throws Exception {
        Files.createDirectory(inbox.resolve("x.properties"));

        assertThatThrownBy(() -> open("x.csv", "to,message\n"))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("x.properties: is a folder, not a file; use the file itself");
    }

    @Test
    void a_folder_with_the_name_of_a_file_is_refused() throws Exception {
        Path folder = Files.createDirectory(inbox.resolve("x.csv"));

        assertThatThrownBy(() -> BatchFixture.open(folder))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage("x.csv: is a folder, not a file; use the file itself");
    }

    private BatchFile open(String name, String text) throws IOException {
        return BatchFixture.text(inbox, name, text).batch();
    }

    private static void readChunks(BatchFile batch) throws IOException {
        try (BatchFile.RowChunks chunks = batch.chunks()) {
            chunks.forEachRemaining(chunk -> {});
        }
    }

    private static void readRecords(BatchFile batch) throws IOException {
        try (BatchFile.InputRecords records = batch.records()) {
            records.forEachRemaining(each -> {});
        }
    }
}
