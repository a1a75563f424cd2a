package dev.linqroutes.files.results;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.imports.BatchPartCodec;
import dev.linqroutes.files.imports.ImportRegistry;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.FileImport;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ReopenedFileRestorerTest {
    private static final String ROWS = "to,message\n+12025550101;+12025550102,Hello\n";
    private static final OutboxTopics TOPICS =
            new OutboxTopics("outcomes", "dead", "events", "groups", "polls", "audit");

    @TempDir
    Path folder;

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.linqroutes.inbox");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private Path done;
    private Database database;
    private ReopenedFileRestorer restorer;

    @BeforeEach
    void open() throws Exception {
        Clock clock = Clock.systemUTC();
        InboxFolder inbox = new InboxFolder(folder.resolve("inbox"), clock);
        inbox.recover();
        done = Files.createDirectories(folder.resolve("inbox/done"));
        database = Database.open(url(), "", "", 2);
        BatchFileOpener opener = new BatchFileOpener(Optional.empty());
        restorer = new ReopenedFileRestorer(new ImportRegistry(opener), inbox, new BatchStateReader(database));
        Path file = Files.writeString(done.resolve("friends.csv"), ROWS);
        Files.writeString(done.resolve("friends.properties"), "region=US\n");
        reopenCompleted(
                opener.open(file),
                new FileImport(database, TOPICS, clock, Duration.ofMinutes(1), new Wakeup(), new Wakeup()));
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void close() {
        log.detachAppender(logged);
        database.close();
    }

    @Test
    void the_file_of_a_reopened_batch_is_restored_to_working() throws Exception {
        restorer.restore();

        assertThat(folder.resolve("inbox/working/friends")).isDirectoryContaining("glob:**/friends.csv");
        assertThat(done).isEmptyDirectory();
        assertThat(logged.list).isEmpty();
    }

    @Test
    void a_file_that_was_changed_in_done_is_not_restored_and_logged_once() throws Exception {
        Files.writeString(done.resolve("friends.csv"), ROWS.replace("\n", "\r\n"));

        restorer.restore();
        restorer.restore();

        assertLeftInDone();
    }

    @Test
    void a_file_that_is_no_longer_in_done_is_logged_once() throws Exception {
        Files.delete(done.resolve("friends.csv"));

        restorer.restore();
        restorer.restore();

        assertThat(logged.list).singleElement().asString().contains("friends.csv: the file of batch");
    }

    @Test
    void a_file_whose_options_were_removed_is_not_restored() throws Exception {
        Files.delete(done.resolve("friends.properties"));

        restorer.restore();

        assertLeftInDone();
    }

    @Test
    void an_unreadable_file_is_not_restored() throws Exception {
        Files.writeString(done.resolve("friends.csv"), "nonsense");

        restorer.restore();

        assertLeftInDone();
    }

    private void assertLeftInDone() {
        assertThat(done.resolve("friends.csv")).exists();
        assertThat(folder.resolve("inbox/working")).isEmptyDirectory();
        assertThat(logged.list)
                .singleElement()
                .asString()
                .contains(
                        "friends.csv: the file of batch",
                        "drop the original file, with its original options, into the inbox");
    }

    /** Imports the file, and marks it as completed once and open again. */
    private void reopenCompleted(BatchFile file, FileImport intake) throws Exception {
        intake.claim(new Batch(file.batchId(), file.name(), "friends", file.sha256()));
        try (BatchFile.RowChunks chunks = file.chunks()) {
            chunks.forEachRemaining(
                    chunk -> intake.storePart(new BatchPartCodec().encode(file.batchId(), chunk, List.of())));
        }
        intake.complete(file.batchId());
        try (Connection connection = DriverManager.getConnection(url(), "", "");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE batch SET finishes = 1");
        }
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("ledger");
    }
}
