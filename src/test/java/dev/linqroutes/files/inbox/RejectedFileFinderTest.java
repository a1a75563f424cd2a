package dev.linqroutes.files.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RejectedFileFinderTest {
    private static final Instant START = Instant.parse("2026-11-28T10:00:00Z");

    @TempDir
    Path root;

    private InboxFolder inbox;

    @BeforeEach
    void create() throws IOException {
        inbox = new InboxFolder(Files.createDirectory(root.resolve("inbox")), new TestClock());
    }

    @Test
    void an_inbox_that_has_rejected_nothing_has_no_rejected_files() throws IOException {
        assertThat(inbox.rejectedFiles().findNewest(20)).isEmpty();
    }

    @Test
    void a_rejected_file_is_found_with_its_reason_and_place() throws IOException {
        reject("wrong.csv", "wrong.csv row 1: no recipients\nsecond line");

        RejectedFile found = inbox.rejectedFiles().findNewest(20).get(0);

        assertThat(found.name()).isEqualTo("wrong.csv");
        assertThat(found.reason()).isEqualTo("wrong.csv row 1: no recipients\nsecond line");
        assertThat(found.isPresent()).isTrue();
        assertThat(inbox.rejectedFiles().folder().resolve(found.name())).hasContent("x");
    }

    @Test
    void the_newest_are_first_and_no_more_than_asked_for() throws IOException {
        for (int i = 0; i < 30; i++) {
            reject("a" + (i * 7 % 30) + ".csv", "reason " + i);
            Files.setLastModifiedTime(reason("a" + (i * 7 % 30) + ".csv"), FileTime.from(START.plusSeconds(i)));
        }

        List<RejectedFile> found = inbox.rejectedFiles().findNewest(3);

        assertThat(found).extracting(RejectedFile::reason).containsExactly("reason 29", "reason 28", "reason 27");
        assertThat(found.get(0).rejectedAt()).isEqualTo(START.plusSeconds(29));
    }

    @Test
    void a_file_that_somebody_has_moved_away_is_named_as_gone() throws IOException {
        reject("wrong.csv", "no recipients");
        Files.delete(root.resolve("inbox/failed/wrong.csv"));

        assertThat(inbox.rejectedFiles().findNewest(20))
                .singleElement()
                .satisfies(found -> assertThat(found.isPresent()).isFalse());
    }

    @Test
    void of_a_long_reason_the_beginning_is_read() throws IOException {
        reject("wrong.csv", "\uD83D\uDE00".repeat(1_000_000));

        assertThat(inbox.rejectedFiles().findNewest(20).get(0).reason())
                .startsWith("\uD83D\uDE00")
                .hasSize(RejectedFileFinder.MAX_REASON_LENGTH + 1)
                .endsWith("…");
    }

    @Test
    void links_and_folders_with_the_name_of_a_reason_are_left_out() throws IOException {
        Path secret = Files.writeString(root.resolve("secret"), "key");
        Files.createDirectories(root.resolve("inbox/failed/folder.csv.reason.txt"));
        Files.createSymbolicLink(root.resolve("inbox/failed/link.csv.reason.txt"), secret);

        assertThat(inbox.rejectedFiles().findNewest(20)).isEmpty();
    }

    private void reject(String name, String reason) throws IOException {
        Path dropped = Files.writeString(root.resolve("inbox").resolve(name), "x");
        Path claimed = inbox.moveToWorking(dropped.toFile()).orElseThrow();
        inbox.moveToFailed(inbox.stem(claimed), reason);
    }

    private Path reason(String name) {
        return root.resolve("inbox/failed/" + name + ".reason.txt");
    }
}
