package dev.linqroutes.files.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.results.ResultsWriter;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.FileClaim;
import dev.linqroutes.ledger.batch.FileImport;
import dev.linqroutes.ledger.batch.ResultsLease;
import dev.linqroutes.ledger.batch.RowResultReader;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ImportSessionsTest {
    private static final String ROWS = "to,message\n+12025550101;+12025550102,Hello\n";
    private static final OutboxTopics TOPICS =
            new OutboxTopics("outcomes", "dead", "events", "groups", "polls", "audit");

    @TempDir
    Path folder;

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.linqroutes.inbox");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final ImportRegistry files = new ImportRegistry(new BatchFileOpener(Optional.empty()));
    private Database database;
    private ImportSessions sessions;
    private FileImport intake;

    @BeforeEach
    void open() throws Exception {
        Clock clock = Clock.systemUTC();
        InboxFolder inbox = new InboxFolder(folder.resolve("inbox"), clock);
        inbox.recover();
        database = Database.open(url(), "", "", 2);
        intake = new FileImport(database, TOPICS, clock, Duration.ofMinutes(1), new Wakeup(), new Wakeup());
        sessions = new ImportSessions(files, inbox, intake, new BatchStateReader(database));
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void close() {
        log.detachAppender(logged);
        database.close();
    }

    @Test
    void a_grown_file_is_restored_to_its_imported_content() throws Exception {
        Path file = send("slow.csv", ROWS + "+12025550103;+12025550104,Please do not");
        Files.writeString(file, " come before nine\n+12025550105;+12025550106,Hi\n", StandardOpenOption.APPEND);

        ImportSession grown = sessions.start(file.toFile());
        GrownFile growth = catchThrowableOfType(GrownFile.class, () -> sessions.open(grown));
        sessions.failGrown(grown, growth);

        assertThat(file).hasContent(ROWS + "+12025550103;+12025550104,Please do not");
        assertThat(folder.resolve("inbox/working/slow")).isDirectoryNotContaining("glob:**/.beginning");
        assertThat(folder.resolve("inbox/failed/slow.csv"))
                .content()
                .endsWith("Please do not come before nine\n+12025550105;+12025550106,Hi\n");
        assertThat(folder.resolve("inbox/failed/slow.csv.reason.txt"))
                .content()
                .startsWith("slow.csv: grew after it was imported as batch f-")
                .contains("Lines 1 to 3 are that batch; line 3 was incomplete");
        assertThat(logged.list).singleElement().asString().contains("[WARN] slow.csv: grew after it was imported");
        assertThat(intake.claim(sessions.open(sessions.start(file.toFile())))).isEqualTo(FileClaim.ALREADY_IMPORTED);
    }

    @Test
    void later_writes_to_a_grown_file_are_kept_in_failed() throws Exception {
        Path file = send("slow.csv", ROWS);
        try (FileChannel writer = FileChannel.open(file, StandardOpenOption.APPEND)) {
            writer.write(ByteBuffer.wrap("one,\n".getBytes(StandardCharsets.UTF_8)));
            ImportSession grown = sessions.start(file.toFile());
            sessions.failGrown(grown, catchThrowableOfType(GrownFile.class, () -> sessions.open(grown)));
            writer.write(ByteBuffer.wrap("two,\n".getBytes(StandardCharsets.UTF_8)));
        }

        assertThat(folder.resolve("inbox/failed/slow.csv")).hasContent(ROWS + "one,\ntwo,\n");
        assertThat(file).hasContent(ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow.csv", "slow (1).csv", "other.txt"})
    void a_file_that_starts_with_an_imported_batch_is_rejected_whatever_its_name(String name) throws Exception {
        send("slow.csv", ROWS);
        Path file = working("second", name, ROWS + "+12025550103;+12025550104,Hi\n");

        ImportSession second = sessions.start(file.toFile());
        GrownFile growth = catchThrowableOfType(GrownFile.class, () -> sessions.open(second));
        sessions.failGrown(second, growth);

        assertThat(growth)
                .hasMessageStartingWith(name + ": starts with the complete content of batch f-")
                .hasMessageContaining(" (slow.csv). Lines 1 to 2 are that batch; the lines after them were not sent");
        assertThat(folder.resolve("inbox/working/second")).doesNotExist();
        assertThat(folder.resolve("inbox/failed"))
                .isDirectoryContaining("glob:**/second.*")
                .isDirectoryContaining("glob:**/second.*.reason.txt");
    }

    @Test
    void a_file_that_starts_with_an_imported_batch_is_rejected_whatever_its_options() throws Exception {
        send("slow.csv", ROWS);
        Path file = working("second", "slow.csv", ROWS + "+12025550103;+12025550104,Hi\n");
        Files.writeString(file.resolveSibling("slow.properties"), "region=DE\n");

        assertThatThrownBy(() -> sessions.open(sessions.start(file.toFile()))).isInstanceOf(GrownFile.class);
    }

    @Test
    void an_imported_file_may_be_dropped_again_although_it_starts_with_another_batch() throws Exception {
        Path complete = send("complete.csv", ROWS + "+12025550103;+12025550104,Hi\n");
        send("part.csv", ROWS);

        Path second = working("again", "second.csv", Files.readString(complete));

        assertThat(intake.claim(sessions.open(sessions.start(second.toFile())))).isEqualTo(FileClaim.ALREADY_IMPORTED);
    }

    @Test
    void a_file_that_was_executed_before_says_that_nothing_is_sent_again() throws Exception {
        send("first.csv", ROWS);
        Path second = working("again", "second.csv", ROWS);
        ImportSession again = sessions.start(second.toFile());
        String batchId = sessions.open(again).batchId();
        intake.claim(again.batch());
        try (Connection ledger = DriverManager.getConnection(url(), "", "");
                Statement statement = ledger.createStatement()) {
            statement.executeUpdate("UPDATE batch_part SET status = 'settled'");
            statement.executeUpdate(
                    "UPDATE batch SET status = 'done', row_count = 1, counts = '{}', finished_at = CURRENT_TIMESTAMP");
            statement.executeUpdate(
                    "INSERT INTO refusal (source_id, place, batch_id, row_no, status, problems, refused_at)"
                            + " SELECT batch_id || '-2', '', batch_id, 2, 'refused', '[]', CURRENT_TIMESTAMP FROM batch");
        }

        sessions.completeKnown(again);
        Clock clock = Clock.systemUTC();
        new ResultsWriter(
                        files,
                        new InboxFolder(folder.resolve("inbox"), clock),
                        new RowResultReader(database),
                        new ResultsLease(database, TOPICS, clock, Duration.ofMinutes(1), new Wakeup()))
                .write(second.toFile());

        assertThat(logged.list.get(0).toString())
                .contains("[WARN] second.csv was imported before, as batch " + batchId, "nothing is sent again");
        assertThat(logged.list.get(1).toString()).contains("had been completed before, and nothing was sent again");
        assertThat(folder.resolve("inbox/done/again.results.csv"))
                .content()
                .contains("this is the result of an earlier import of the same content; nothing was sent again");
    }

    @Test
    void a_file_rejected_as_a_whole_may_be_dropped_again_with_more_rows() throws Exception {
        Path first = working("first", "strict.csv", ROWS);
        ImportSession refused = sessions.start(first.toFile());
        intake.claim(sessions.open(refused));
        intake.refuse(refused.batch().batchId(), 1, 1, List.of());

        Path more = working("second", "strict.csv", ROWS + "+12025550103;+12025550104,Hi\n");

        assertThat(intake.claim(sessions.open(sessions.start(more.toFile())))).isEqualTo(FileClaim.CLAIMED);
    }

    @Test
    void a_file_with_other_rows_below_the_same_header_is_a_new_batch() throws Exception {
        send("slow.csv", ROWS);
        Path file = working("second", "slow.csv", ROWS.replace("Hello", "Hallo") + "+12025550103;+12025550104,Hi\n");

        assertThat(intake.claim(sessions.open(sessions.start(file.toFile())))).isEqualTo(FileClaim.CLAIMED);
    }

    /** As an editor that has the file open, or a program that rewrites it from the start. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "to,message\n+12025550101;+12025550102,Hallo\n",
                "to,message\n+12025550101;+12025550102,Hi\n",
                "to,message\n+12025550103;+12025550104,A longer greeting to others\n+12025550101;+12025550102,Hi\n"
            })
    void a_file_changed_after_its_import_is_not_sent_again(String changed) throws Exception {
        Path file = send("crew.csv", ROWS);
        String batchId = files.open(file.toFile()).batchId();
        Files.writeString(file, changed);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));

        ImportSession second = sessions.start(file.toFile());
        UnreadableFile refused = catchThrowableOfType(UnreadableFile.class, () -> sessions.open(second));
        sessions.failUnreadable(second, refused);

        assertThat(refused)
                .hasMessageStartingWith("crew.csv: the file or its options were changed after it was imported as batch "
                        + batchId + ". That batch continues unchanged; the changed content is not sent");
        assertThat(folder.resolve("inbox/failed/crew.csv")).hasContent(changed);
        Path asItWas = working("crew2", "crew.csv", ROWS);
        assertThat(intake.claim(sessions.open(sessions.start(asItWas.toFile()))))
                .isEqualTo(FileClaim.ALREADY_IMPORTED);
    }

    @Test
    void a_file_whose_options_changed_after_its_import_is_not_sent_again_after_a_restart() throws Exception {
        Path file = send("slow.csv", ROWS);
        Files.writeString(file.resolveSibling("slow.properties"), "region=DE\n");
        files.remove(file);

        ImportSessions next = new ImportSessions(
                new ImportRegistry(new BatchFileOpener(Optional.empty())),
                new InboxFolder(folder.resolve("inbox"), Clock.systemUTC()),
                intake,
                new BatchStateReader(database));

        assertThatThrownBy(() -> next.open(next.start(file.toFile())))
                .isInstanceOf(UnreadableFile.class)
                .hasMessageContaining("were changed after it was imported");
    }

    @Test
    void a_file_touched_after_its_import_is_still_the_same_batch() throws Exception {
        Path file = send("slow.csv", ROWS);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));

        assertThat(intake.claim(sessions.open(sessions.start(file.toFile())))).isEqualTo(FileClaim.ALREADY_IMPORTED);
    }

    /** Imports the complete file. */
    private Path send(String name, String content) throws Exception {
        Path file = working(name.substring(0, name.indexOf('.')), name, content);
        ImportSession read = sessions.start(file.toFile());
        assertThat(intake.claim(sessions.open(read))).isEqualTo(FileClaim.CLAIMED);
        try (BatchFile.RowChunks chunks = read.chunks()) {
            chunks.forEachRemaining(
                    chunk -> intake.storePart(new BatchPartCodec().encode(read.batchId(), chunk, List.of())));
        }
        sessions.complete(read);
        logged.list.clear();
        return file;
    }

    private Path working(String stem, String name, String content) throws Exception {
        Path working = Files.createDirectories(folder.resolve("inbox/working").resolve(stem));
        return Files.writeString(working.resolve(name), content);
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("ledger");
    }
}
