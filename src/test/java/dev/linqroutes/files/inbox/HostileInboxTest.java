package dev.linqroutes.files.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.io.AtomicFileWriter;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.results.InMemoryRecords;
import dev.linqroutes.files.results.ResultsSheet;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.testing.HostileFiles;
import dev.linqroutes.testing.TestClock;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process with write permission for the inbox cannot make the program read or change files outside of it, or block. */
class HostileInboxTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String SECRET = "root:hunter2hunter2";

    @TempDir
    Path root;

    private Path inbox;
    private Path outside;
    private InboxFolder folder;
    private final BatchFileOpener files = new BatchFileOpener(Optional.empty());

    @BeforeEach
    void open() throws IOException {
        inbox = root.resolve("inbox");
        outside = Files.writeString(root.resolve("outside.csv"), SECRET);
        folder = new InboxFolder(inbox, new TestClock());
        folder.recover();
        Files.createDirectory(inbox.resolve("done"));
        Files.createDirectory(inbox.resolve("failed"));
    }

    // Reading

    @ParameterizedTest
    @ValueSource(strings = {"crew.csv", "crew.jsonl", "crew.xlsx"})
    void a_link_is_not_read(String name) throws Exception {
        Path link = Files.createSymbolicLink(inbox.resolve(name), outside);

        assertThatThrownBy(() -> files.open(link))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage(name + ": is a link, not a file; use the file itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"crew.csv", "crew.jsonl", "crew.xlsx"})
    void a_pipe_is_not_waited_for(String name) throws Exception {
        Path pipe = HostileFiles.pipe(inbox.resolve(name));

        assertTimeoutPreemptively(SOON, () -> assertThatThrownBy(() -> files.open(pipe))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage(name + ": is a pipe, socket or device, not a file; use the file itself"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"crew.properties", "crew.csv.properties"})
    void options_that_are_a_link_are_rejected_without_reading_the_target(String name) throws Exception {
        write("crew.csv", "to\n+12025550101");
        Files.createSymbolicLink(inbox.resolve(name), outside);
        Path claimed = claim("crew.csv");

        assertThatThrownBy(() -> files.open(claimed))
                .isInstanceOf(UnreadableFile.class)
                .hasMessage(name + ": is a link, not a file; use the file itself");
        folder.moveToFailed("crew", "reason");

        assertThat(inbox.resolve("failed").resolve(name)).isSymbolicLink();
        assertThat(outside).hasContent(SECRET);
    }

    @Test
    void options_that_are_a_broken_link_do_not_pass_for_no_options() throws Exception {
        write("crew.csv", "to\n+12025550101");
        Files.createSymbolicLink(inbox.resolve("crew.properties"), root.resolve("nowhere"));
        Path claimed = claim("crew.csv");

        assertThatThrownBy(() -> files.open(claimed)).hasMessageContaining("crew.properties: is a link");
    }

    @Test
    void options_that_are_a_pipe_are_rejected_and_archived() throws Exception {
        write("crew.csv", "to\n+12025550101");
        HostileFiles.pipe(inbox.resolve("crew.properties"));
        Path claimed = claim("crew.csv");

        assertTimeoutPreemptively(SOON, () -> assertThatThrownBy(() -> files.open(claimed))
                .hasMessageContaining("crew.properties: is a pipe"));
        folder.moveToFailed("crew", "reason");

        assertThat(inbox.resolve("failed/crew.properties")).exists();
        assertThat(inbox.resolve("working/crew")).doesNotExist();
    }

    @Test
    void a_file_that_is_exchanged_for_a_link_after_it_was_checked_is_not_read() throws Exception {
        Path file = write("crew.csv", "to,message\n+12025550101;+12025550102,hello\n");
        BatchFile checked = files.open(file);
        Path copy = Files.copy(file, root.resolve("same.csv"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.delete(file);
        Files.createSymbolicLink(file, copy);

        assertThatThrownBy(checked::chunks).isInstanceOf(UnreadableFile.class);
    }

    @Test
    void only_a_regular_file_is_the_input_of_a_batch() throws Exception {
        Path working = Files.createDirectories(inbox.resolve("working/crew"));
        Files.createSymbolicLink(working.resolve("a.csv"), outside);
        HostileFiles.pipe(working.resolve("b.csv"));
        Files.createDirectory(working.resolve("c.csv"));

        assertThat(folder.findInput("crew")).isEmpty();

        Path file = Files.writeString(working.resolve("d.csv"), "to");
        assertThat(folder.findInput("crew")).contains(file);
    }

    // Writing

    @ParameterizedTest
    @ValueSource(
            strings = {
                "done/crew.results.csv.part",
                "done/crew.results.csv",
                "done/crew.failed.csv.part",
                "done/crew.failed.csv",
                "done/crew.failed.csv.properties",
                "failed/crew.csv.reason.txt.part",
                "failed/crew.csv.reason.txt",
                "failed/crew.csv",
                "done/crew.csv"
            })
    void a_link_where_something_is_written_is_replaced_and_its_target_left_as_it_was(String link) throws Exception {
        write("crew.csv", "to\n+12025550101");
        write("crew.properties", "from=+12223334444");
        Path claimed = claim("crew.csv");
        Files.createSymbolicLink(inbox.resolve(link), outside);

        writeResults("crew", claimed);
        if (link.startsWith("failed/")) {
            folder.moveToFailed("crew", "reason");
        } else {
            folder.moveToDone("crew");
        }

        assertThat(outside).hasContent(SECRET);
        assertThat(inbox.resolve(link)).satisfiesAnyOf(path -> assertThat(path).doesNotExist(), path -> assertThat(path)
                .isRegularFile()
                .matches(each -> !Files.isSymbolicLink(each)));
        assertThat(inbox.resolve("done/crew.results.csv")).content().startsWith("\uFEFFto,status");
        assertThat(inbox.resolve("done/crew.failed.csv")).content().startsWith("\uFEFFto\r\n");
    }

    @Test
    void a_link_under_the_name_of_a_copy_in_the_making_is_not_written_through() throws Exception {
        folder = new InboxFolder(inbox, new TestClock(), HostileInboxTest::moveToAnotherDisk);
        write("crew.csv", "to\n+12025550101");
        Path working = Files.createDirectories(inbox.resolve("working/crew"));
        Files.move(inbox.resolve("crew.csv"), working.resolve("crew.csv"));
        String copy = "." + Integer.toHexString("crew.csv".hashCode()) + ".part";
        Files.createSymbolicLink(inbox.resolve("done").resolve(copy), outside);

        folder.moveToDone("crew");

        assertThat(outside).hasContent(SECRET);
        assertThat(inbox.resolve("done/crew.csv")).hasContent("to\n+12025550101");
        assertThat(inbox.resolve("done").resolve(copy)).doesNotExist();
    }

    @Test
    void a_link_is_moved_to_another_disk_as_a_link() throws Exception {
        folder = new InboxFolder(inbox, new TestClock(), HostileInboxTest::moveToAnotherDisk);
        Path working = Files.createDirectories(inbox.resolve("working/crew"));
        Files.createSymbolicLink(working.resolve("crew.properties"), outside);
        HostileFiles.pipe(working.resolve("crew.csv.properties"));
        Files.writeString(working.resolve("crew.csv"), "to");

        assertTimeoutPreemptively(SOON, () -> folder.moveToFailed("crew", "reason"));

        assertThat(inbox.resolve("failed/crew.properties")).isSymbolicLink();
        assertThat(Files.exists(inbox.resolve("failed/crew.csv.properties"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
        assertThat(working).doesNotExist();
    }

    private static void moveToAnotherDisk(Path source, Path target, java.nio.file.CopyOption... options)
            throws IOException {
        if (List.of(options).contains(StandardCopyOption.ATOMIC_MOVE)) {
            throw new AtomicMoveNotSupportedException(source.toString(), target.toString(), "another disk");
        }
        Files.move(source, target, options);
    }

    @Test
    void a_file_that_replaces_an_unfinished_one_is_not_committed() throws Exception {
        Path target = inbox.resolve("done/crew.results.csv");
        try (AtomicFileWriter part = new AtomicFileWriter(target)) {
            part.writer().write("mine");
            Files.delete(inbox.resolve("done/crew.results.csv.part"));
            Files.createSymbolicLink(inbox.resolve("done/crew.results.csv.part"), outside);

            assertThatThrownBy(part::commit)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process replaced this file during writing; retrying");
        }
        assertThat(target).doesNotExist();
        assertThat(outside).hasContent(SECRET);
    }

    @Test
    void a_writer_that_lost_its_lease_keeps_the_file_of_its_successor() throws Exception {
        Path target = inbox.resolve("done/crew.results.csv");
        AtomicFileWriter late = new AtomicFileWriter(target);
        try (AtomicFileWriter successor = new AtomicFileWriter(target)) {
            successor.writer().write("whole");
            late.close();

            successor.commit();
        }
        assertThat(target).hasContent("whole");
        assertThat(inbox.resolve("done/crew.results.csv.part")).doesNotExist();
    }

    @Test
    void a_writer_without_commit_leaves_no_file() throws Exception {
        Path target = inbox.resolve("done/crew.results.csv");
        try (AtomicFileWriter part = new AtomicFileWriter(target)) {
            part.writer().write("half");
        }

        assertThat(inbox.resolve("done")).isEmptyDirectory();
    }

    @Test
    void a_folder_with_the_name_of_a_file_to_be_written_is_reported() throws Exception {
        Files.createDirectories(inbox.resolve("done/crew.results.csv.part/full"));

        assertThatThrownBy(() -> new AtomicFileWriter(inbox.resolve("done/crew.results.csv")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "crew.results.csv.part: a folder has the name of a file to be written; move the folder away");
    }

    // Folders

    @ParameterizedTest
    @ValueSource(strings = {"working", "done", "failed"})
    void a_folder_of_the_inbox_that_is_a_link_is_refused_at_the_start_and_later(String name) throws Exception {
        write("crew.csv", "to");
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.delete(inbox.resolve(name));
        Files.createSymbolicLink(inbox.resolve(name), elsewhere);

        String expected = inbox.resolve(name) + ": is a link; replace it by a folder, or mount the other folder there";
        assertThatThrownBy(folder::recover).isInstanceOf(IOException.class).hasMessageContaining(expected);
        assertThatThrownBy(() -> folder.moveToWorking(inbox.resolve("crew.csv").toFile()))
                .hasMessageContaining(expected);
        assertThatThrownBy(() -> folder.moveToDone("crew")).hasMessageContaining(expected);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void the_inbox_itself_may_be_a_link() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("link"), inbox);
        InboxFolder linked = new InboxFolder(link, new TestClock());
        linked.recover();
        write("crew.csv", "to");

        assertThat(linked.moveToWorking(link.resolve("crew.csv").toFile()))
                .contains(link.resolve("working/crew/crew.csv"));
        linked.moveToDone("crew");

        assertThat(inbox.resolve("done/crew.csv")).exists();
    }

    @Test
    void a_batchs_folder_that_is_a_link_is_passed_over() throws Exception {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("crew.csv"), SECRET);
        Files.createDirectory(elsewhere.resolve(".taking"));
        Files.writeString(elsewhere.resolve(".taking/other.csv"), SECRET);
        Files.createSymbolicLink(inbox.resolve("working/crew"), elsewhere);
        write("crew.csv", "to");
        write("other.properties", "from=");

        folder.recover();

        assertThat(folder.findInput("crew")).isEmpty();
        assertThat(folder.restore("crew", file -> true)).isEmpty();
        folder.moveToDone("crew");
        assertThat(claim("crew.csv").getParent().getFileName().toString()).startsWith("crew.2026");
        assertThat(elsewhere.resolve("crew.csv")).hasContent(SECRET);
        assertThat(elsewhere.resolve(".taking/other.csv")).hasContent(SECRET);
        assertThat(inbox.resolve("other.properties")).exists();
    }

    @Test
    void a_link_in_place_of_the_claim_folder_is_not_followed() throws Exception {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Path working = Files.createDirectories(inbox.resolve("working/crew"));
        Files.writeString(elsewhere.resolve("crew.csv"), SECRET);
        Files.createSymbolicLink(working.resolve(".taking"), elsewhere);

        folder.recover();

        assertThat(elsewhere.resolve("crew.csv")).hasContent(SECRET);
        assertThat(folder.findInput("crew")).isEmpty();
    }

    // Names

    @Test
    void a_name_that_means_something_else_to_a_terminal_or_a_shell_makes_a_folder_that_does_not() throws Exception {
        write("-rf.csv", "to");
        write("a\u001b[2Jb\u202egnp.csv", "to");
        write("a\u2028b\u0085c.csv", "to");

        assertThat(claim("-rf.csv").getParent()).isEqualTo(inbox.resolve("working/_-rf"));
        assertThat(claim("a\u001b[2Jb\u202egnp.csv").getParent()).isEqualTo(inbox.resolve("working/a_[2Jb_gnp"));
        assertThat(claim("a\u2028b\u0085c.csv").getParent()).isEqualTo(inbox.resolve("working/a_b_c"));
    }

    @Test
    void a_reason_shows_what_would_do_something_to_a_terminal() throws Exception {
        write("crew.csv", "to");
        claim("crew.csv");

        folder.moveToFailed("crew", "crew\u001b[2J.csv: is \u202eempty;\nand more");

        assertThat(inbox.resolve("failed/crew.csv.reason.txt"))
                .hasContent("crew\\u001b[2J.csv: is \\u202eempty;\nand more\n");
    }

    private void writeResults(String stem, Path input) throws IOException {
        folder.copyFailedOptions(stem, input);
        ResultsSheet.write(
                InMemoryRecords.of(List.of("to"), ',', List.of(List.of("+12025550101"))),
                Collections.emptyIterator(),
                folder.prepareResultsFile(stem),
                folder.prepareFailedFile(stem, input));
    }

    private Path claim(String name) throws IOException {
        return folder.moveToWorking(inbox.resolve(name).toFile()).orElseThrow();
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(inbox.resolve(name), content);
    }
}
