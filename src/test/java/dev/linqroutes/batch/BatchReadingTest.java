package dev.linqroutes.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.csv.BatchFiles;
import dev.linqroutes.csv.InboxFolder;
import dev.linqroutes.ledger.Batch;
import dev.linqroutes.ledger.BatchIntake;
import dev.linqroutes.ledger.BatchStates;
import dev.linqroutes.ledger.Database;
import dev.linqroutes.ledger.Topics;
import dev.linqroutes.ledger.WorkSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class BatchReadingTest {
    private static final String ROWS = "to,message\n+12025550101;+12025550102,Hello\n";
    private static final Topics TOPICS = new Topics("outcomes", "dead", "events", "groups");

    @TempDir
    Path folder;

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.linqroutes.inbox");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final OpenFiles files = new OpenFiles(new BatchFiles(Optional.empty()));
    private Path done;
    private Database database;
    private BatchReading reading;

    @BeforeEach
    void open() throws Exception {
        Clock clock = Clock.systemUTC();
        InboxFolder inbox = new InboxFolder(folder.resolve("inbox"), clock);
        inbox.tidy();
        done = Files.createDirectories(folder.resolve("inbox/done"));
        database = Database.open(url(), "", "", 2);
        BatchIntake intake =
                new BatchIntake(database, TOPICS, clock, Duration.ofMinutes(1), new WorkSignal(), new WorkSignal());
        reading = new BatchReading(files, inbox, intake, new BatchStates(database));
        Path file = Files.writeString(done.resolve("friends.csv"), ROWS);
        Files.writeString(done.resolve("friends.properties"), "region=US\n");
        isTriedAgain(new BatchFiles(Optional.empty()).open(file), intake);
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void close() {
        log.detachAppender(logged);
        database.close();
    }

    @Test
    void the_file_of_a_batch_that_is_tried_again_is_taken_back() throws Exception {
        reading.takeBack();

        assertThat(folder.resolve("inbox/working/friends")).isDirectoryContaining("glob:**/friends.csv");
        assertThat(done).isEmptyDirectory();
        assertThat(logged.list).isEmpty();
    }

    @Test
    void a_file_that_was_saved_anew_is_another_batch_and_not_taken_back_and_a_person_is_told_once() throws Exception {
        Files.writeString(done.resolve("friends.csv"), ROWS.replace("\n", "\r\n"));

        reading.takeBack();
        reading.takeBack();

        assertLeftInDone();
    }

    @Test
    void of_a_file_that_was_carried_off_a_person_is_told_once() throws Exception {
        Files.delete(done.resolve("friends.csv"));

        reading.takeBack();
        reading.takeBack();

        assertThat(logged.list).singleElement().asString().contains("friends.csv: the file of batch");
    }

    @Test
    void a_file_whose_options_were_carried_off_is_another_batch_and_not_taken_back() throws Exception {
        Files.delete(done.resolve("friends.properties"));

        reading.takeBack();

        assertLeftInDone();
    }

    @Test
    void a_file_that_cannot_be_read_any_more_is_not_taken_back() throws Exception {
        Files.writeString(done.resolve("friends.csv"), "nonsense");

        reading.takeBack();

        assertLeftInDone();
    }

    private void assertLeftInDone() {
        assertThat(done.resolve("friends.csv")).exists();
        assertThat(folder.resolve("inbox/working")).isEmptyDirectory();
        assertThat(logged.list)
                .singleElement()
                .asString()
                .contains(
                        "friends.csv: the file of batch", "drop the file as it was, with its options, into the inbox");
    }

    /** All of it is in the ledger, its results were written, and something of it was put back. */
    private void isTriedAgain(BatchFile file, BatchIntake intake) throws Exception {
        intake.claim(new Batch(file.batchId(), file.name(), "friends", file.sha256()));
        try (BatchFile.Portions portions = file.portions()) {
            portions.forEachRemaining(portion -> intake.store(Parts.pack(file.batchId(), portion, 0)));
        }
        intake.read(file.batchId());
        try (Connection connection = DriverManager.getConnection(url(), "", "");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE batch SET finishes = 1");
        }
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("ledger");
    }
}
