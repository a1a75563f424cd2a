package dev.linqroutes.files.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.imports.BatchPartCodec;
import dev.linqroutes.files.imports.ImportRegistry;
import dev.linqroutes.files.imports.ImportSession;
import dev.linqroutes.files.imports.ImportSessions;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.rows.BatchFile;
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

class CompletedFileFinderTest {
    private static final OutboxTopics TOPICS =
            new OutboxTopics("outcomes", "dead", "events", "groups", "polls", "audit");

    @TempDir
    Path folder;

    private Database database;
    private CompletedFileFinder finder;
    private Path file;

    @BeforeEach
    void importFile() throws Exception {
        Clock clock = Clock.systemUTC();
        InboxFolder inbox = new InboxFolder(folder.resolve("inbox"), clock);
        inbox.recover();
        Path dropped = Files.writeString(folder.resolve("inbox/friends.csv"), "to,message\n+12025550101,Hello\n");
        file = inbox.moveToWorking(dropped.toFile()).orElseThrow();
        database = Database.open(url(), "", "", 2);
        BatchStateReader states = new BatchStateReader(database);
        ImportRegistry registry = new ImportRegistry(new BatchFileOpener(Optional.empty()));
        FileImport fileImport =
                new FileImport(database, TOPICS, clock, Duration.ofMinutes(1), new Wakeup(), new Wakeup());
        ImportSessions sessions = new ImportSessions(registry, inbox, fileImport, states);
        ImportSession session = sessions.start(file.toFile());
        fileImport.claim(sessions.open(session));
        try (BatchFile.RowChunks chunks = session.chunks()) {
            chunks.forEachRemaining(
                    chunk -> fileImport.storePart(new BatchPartCodec().encode(session.batchId(), chunk, List.of())));
        }
        sessions.complete(session);
        finder = new CompletedFileFinder(registry, states);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_file_is_found_when_all_its_parts_are_completed() throws Exception {
        assertThat(finder.find()).isEmpty();

        completeParts();

        assertThat(finder.find()).containsExactly(file.toAbsolutePath().toFile());
    }

    @Test
    void a_file_that_was_changed_is_not_found() throws Exception {
        completeParts();
        Files.writeString(file, "to,message\n+12025550102,Hello Bob\n");

        assertThat(finder.find()).isEmpty();
    }

    @Test
    void a_file_behind_a_link_is_not_found() throws Exception {
        completeParts();
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(file.getParent(), elsewhere);
        Files.createSymbolicLink(file.getParent(), elsewhere);

        assertThat(finder.find()).isEmpty();
    }

    private void completeParts() throws Exception {
        try (Connection connection = DriverManager.getConnection(url(), "", "");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE batch_part SET status = 'settled'");
        }
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("ledger");
    }
}
