package dev.linqroutes.files.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.io.UnreadableFile;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.FileClaim;
import dev.linqroutes.ledger.batch.FileImport;
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
    private static final OutboxTopics TOPICS = new OutboxTopics("outcomes", "dead", "events", "groups");

    @TempDir
    Path folder;

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.linqroutes.inbox");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final ImportRegistry files = new ImportRegistry(new BatchFileOpener(Optional.empty()));
    private Database database;
    private ImportSessions reading;
    private FileImport intake;

    @BeforeEach
    void open() throws Exception {
        Clock clock = Clock.systemUTC();
        InboxFolder inbox = new InboxFolder(folder.resolve("inbox"), clock);
        inbox.recover();
        database = Database.open(url(), "", "", 2);
        intake = new FileImport(database, TOPICS, clock, Duration.ofMinutes(1), new Wakeup(), new Wakeup());
        reading = new ImportSessions(files, inbox, intake, new BatchStateReader(database));
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void close() {
        log.detachAppender(logged);
        database.close();
    }

    @Test
    void the_file_of_a_batch_that_grew_is_put_back_to_what_was_sent_and_the_rest_is_told() throws Exception {
        Path file = send("slow.csv", ROWS + "+12025550103;+12025550104,Please do not");
        Files.writeString(file, " come before nine\n+12025550105;+12025550106,Hi\n", StandardOpenOption.APPEND);

        ImportSession grown = reading.start(file.toFile());
        GrownFile growth = catchThrowableOfType(GrownFile.class, () -> reading.open(grown));
        reading.failGrown(grown, growth);

        assertThat(file).hasContent(ROWS + "+12025550103;+12025550104,Please do not");
        assertThat(folder.resolve("inbox/working/slow")).isDirectoryNotContaining("glob:**/.beginning");
        assertThat(folder.resolve("inbox/failed/slow.csv"))
                .content()
                .endsWith("Please do not come before nine\n+12025550105;+12025550106,Hi\n");
        assertThat(folder.resolve("inbox/failed/slow.csv.reason.txt"))
                .content()
                .startsWith("slow.csv: grew after it was taken, as batch f-")
                .contains("Its lines up to 3 are that batch, of which line 3 was cut off in the middle");
        assertThat(logged.list).singleElement().asString().contains("[WARN] slow.csv: grew after it was taken");
        assertThat(intake.claim(reading.open(reading.start(file.toFile())))).isEqualTo(FileClaim.ALREADY_IMPORTED);
    }

    @Test
    void what_a_program_goes_on_writing_into_a_file_that_grew_is_not_lost() throws Exception {
        Path file = send("slow.csv", ROWS);
        try (FileChannel writer = FileChannel.open(file, StandardOpenOption.APPEND)) {
            writer.write(ByteBuffer.wrap("one,\n".getBytes(StandardCharsets.UTF_8)));
            ImportSession grown = reading.start(file.toFile());
            reading.failGrown(grown, catchThrowableOfType(GrownFile.class, () -> reading.open(grown)));
            writer.write(ByteBuffer.wrap("two,\n".getBytes(StandardCharsets.UTF_8)));
        }

        assertThat(folder.resolve("inbox/failed/slow.csv")).hasContent(ROWS + "one,\ntwo,\n");
        assertThat(file).hasContent(ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow.csv", "slow (1).csv", "other.txt"})
    void a_file_that_begins_with_a_batch_that_was_sent_is_refused_whatever_its_name(String name) throws Exception {
        send("slow.csv", ROWS);
        Path file = working("second", name, ROWS + "+12025550103;+12025550104,Hi\n");

        ImportSession again = reading.start(file.toFile());
        GrownFile growth = catchThrowableOfType(GrownFile.class, () -> reading.open(again));
        reading.failGrown(again, growth);

        assertThat(growth)
                .hasMessageStartingWith(name + ": begins with all of batch f-")
                .hasMessageContaining(" (slow.csv). Its lines up to 2 are that batch; nothing behind them was sent");
        assertThat(folder.resolve("inbox/working/second")).doesNotExist();
        assertThat(folder.resolve("inbox/failed"))
                .isDirectoryContaining("glob:**/second.*")
                .isDirectoryContaining("glob:**/second.*.reason.txt");
    }

    @Test
    void options_make_no_other_file_of_one_that_begins_with_what_was_sent() throws Exception {
        send("slow.csv", ROWS);
        Path file = working("second", "slow.csv", ROWS + "+12025550103;+12025550104,Hi\n");
        Files.writeString(file.resolveSibling("slow.properties"), "region=DE\n");

        assertThatThrownBy(() -> reading.open(reading.start(file.toFile()))).isInstanceOf(GrownFile.class);
    }

    @Test
    void a_file_that_was_sent_itself_may_come_again_whatever_it_begins_with() throws Exception {
        Path whole = send("whole.csv", ROWS + "+12025550103;+12025550104,Hi\n");
        send("part.csv", ROWS);

        Path again = working("again", "again.csv", Files.readString(whole));

        assertThat(intake.claim(reading.open(reading.start(again.toFile())))).isEqualTo(FileClaim.ALREADY_IMPORTED);
    }

    @Test
    void a_file_of_which_nothing_was_sent_may_come_again_with_more_in_it() throws Exception {
        Path first = working("first", "strict.csv", ROWS);
        ImportSession refused = reading.start(first.toFile());
        intake.claim(reading.open(refused));
        intake.refuse(refused.batch().batchId(), 1, 1, List.of());

        Path more = working("second", "strict.csv", ROWS + "+12025550103;+12025550104,Hi\n");

        assertThat(intake.claim(reading.open(reading.start(more.toFile())))).isEqualTo(FileClaim.CLAIMED);
    }

    @Test
    void a_file_with_other_rows_under_the_same_header_is_a_file_of_its_own() throws Exception {
        send("slow.csv", ROWS);
        Path file = working("second", "slow.csv", ROWS.replace("Hello", "Hallo") + "+12025550103;+12025550104,Hi\n");

        assertThat(intake.claim(reading.open(reading.start(file.toFile())))).isEqualTo(FileClaim.CLAIMED);
    }

    /** As an editor does that has it open, or a program that goes back to its beginning. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "to,message\n+12025550101;+12025550102,Hallo\n",
                "to,message\n+12025550101;+12025550102,Hi\n",
                "to,message\n+12025550103;+12025550104,A longer greeting to others\n+12025550101;+12025550102,Hi\n"
            })
    void a_file_that_is_changed_after_it_was_taken_is_not_sent_again(String changed) throws Exception {
        Path file = send("crew.csv", ROWS);
        String batchId = files.open(file.toFile()).batchId();
        Files.writeString(file, changed);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));

        ImportSession again = reading.start(file.toFile());
        UnreadableFile refused = catchThrowableOfType(UnreadableFile.class, () -> reading.open(again));
        reading.failUnreadable(again, refused);

        assertThat(refused)
                .hasMessageStartingWith("crew.csv: it, or its options, were changed after it was taken, as batch "
                        + batchId + ", which goes on as it was; nothing of what it is now is sent");
        assertThat(folder.resolve("inbox/failed/crew.csv")).hasContent(changed);
        Path asItWas = working("crew2", "crew.csv", ROWS);
        assertThat(intake.claim(reading.open(reading.start(asItWas.toFile())))).isEqualTo(FileClaim.ALREADY_IMPORTED);
    }

    @Test
    void a_file_whose_options_are_changed_after_it_was_taken_is_not_sent_again_by_the_next_start() throws Exception {
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
                .hasMessageContaining("were changed after it was taken");
    }

    @Test
    void a_file_that_was_only_touched_after_it_was_taken_is_still_that_batch() throws Exception {
        Path file = send("slow.csv", ROWS);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));

        assertThat(intake.claim(reading.open(reading.start(file.toFile())))).isEqualTo(FileClaim.ALREADY_IMPORTED);
    }

    /** All of it is in the ledger. */
    private Path send(String name, String content) throws Exception {
        Path file = working(name.substring(0, name.indexOf('.')), name, content);
        ImportSession read = reading.start(file.toFile());
        assertThat(intake.claim(reading.open(read))).isEqualTo(FileClaim.CLAIMED);
        try (BatchFile.RowChunks portions = read.chunks()) {
            portions.forEachRemaining(
                    chunk -> intake.storePart(new BatchPartCodec().encode(read.batchId(), chunk, List.of())));
        }
        reading.complete(read);
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
