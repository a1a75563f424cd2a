package dev.linqroutes.files.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.linqroutes.testing.HostileFiles;
import dev.linqroutes.testing.TestClock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.component.file.GenericFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ClaimedFileFilterTest {
    @TempDir
    Path root;

    private Path working;
    private final TestClock clock = new TestClock();
    private final ClaimedFileFilter files = new ClaimedFileFilter(clock);
    private final Logger log = (Logger) LoggerFactory.getLogger("dev.linqroutes.inbox");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void open() throws IOException {
        working = Files.createDirectories(root.resolve("inbox/working"));
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void close() {
        log.detachAppender(logged);
    }

    @Test
    void a_claimed_file_is_accepted() throws Exception {
        Path folder = Files.createDirectory(working.resolve("crew"));

        assertThat(isRead(folder)).isTrue();
        assertThat(isRead(Files.writeString(folder.resolve("crew.csv"), "to"))).isTrue();
        assertThat(isRead(Files.writeString(folder.resolve("crew.properties"), "from=")))
                .isFalse();
        assertThat(logged.list).isEmpty();
    }

    @Test
    void a_link_and_a_pipe_are_ignored_and_logged_once() throws Exception {
        Path folder = Files.createDirectory(working.resolve("crew"));
        Path outside = Files.writeString(root.resolve("outside.csv"), "to");
        Path link = Files.createSymbolicLink(folder.resolve("link.csv"), outside);
        Path pipe = HostileFiles.pipe(folder.resolve("pipe.csv"));

        for (int i = 0; i < 3; i++) {
            assertThat(isRead(link)).isFalse();
            assertThat(isRead(pipe)).isFalse();
        }
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        link + " is ignored: it is a link, not a file; remove it",
                        pipe + " is ignored: it is a pipe, socket or device, not a file; remove it");

        Files.delete(link);
        clock.advance(Duration.ofMinutes(2));
        assertThat(isRead(folder)).isTrue();
        Files.createSymbolicLink(link, outside);
        assertThat(isRead(link)).isFalse();
        assertThat(logged.list).hasSize(3);
    }

    @Test
    void nothing_is_read_from_a_folder_that_is_a_link() throws Exception {
        Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("secret.csv"), "to");
        Path link = Files.createSymbolicLink(working.resolve("crew"), elsewhere);

        assertThat(isRead(link)).isFalse();
        assertThat(isRead(link.resolve("secret.csv"))).isFalse();
        assertThat(logged.list).hasSize(1);
    }

    @Test
    void nothing_is_read_from_working_when_that_has_become_a_link() throws Exception {
        Path elsewhere = Files.createDirectories(root.resolve("elsewhere/crew"));
        Files.writeString(elsewhere.resolve("secret.csv"), "to");
        Files.delete(working);
        Files.createSymbolicLink(working, elsewhere.getParent());

        assertThat(isRead(working.resolve("crew/secret.csv"))).isFalse();
    }

    private boolean isRead(Path path) {
        GenericFile<File> file = new GenericFile<>();
        file.setFile(path.toFile());
        file.setFileNameOnly(path.getFileName().toString());
        file.setDirectory(Files.isDirectory(path));
        return files.accept(file);
    }
}
