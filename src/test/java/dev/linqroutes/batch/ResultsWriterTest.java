package dev.linqroutes.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.csv.BatchFiles;
import dev.linqroutes.csv.InboxFolder;
import dev.linqroutes.ledger.Acceptance;
import dev.linqroutes.ledger.Batch;
import dev.linqroutes.ledger.BatchIntake;
import dev.linqroutes.ledger.BatchLease;
import dev.linqroutes.ledger.BatchResults;
import dev.linqroutes.ledger.BatchStates;
import dev.linqroutes.ledger.BatchTakenOver;
import dev.linqroutes.ledger.Database;
import dev.linqroutes.ledger.Intake;
import dev.linqroutes.ledger.Origin;
import dev.linqroutes.ledger.Refusal;
import dev.linqroutes.ledger.Topics;
import dev.linqroutes.ledger.WorkSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsWriterTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Topics TOPICS = new Topics("outcomes", "dead", "events", "groups");

    @TempDir
    Path folder;

    @Test
    void a_file_stays_while_something_of_its_batch_is_open_or_its_results_cannot_be_written() throws Exception {
        Clock clock = Clock.systemUTC();
        InboxFolder inbox = new InboxFolder(folder.resolve("inbox"), clock);
        inbox.tidy();
        Path dropped =
                Files.writeString(folder.resolve("inbox/friends.csv"), "to,message\n+12025550101;+12025550102,Hello\n");
        Path taken = inbox.take(dropped.toFile()).orElseThrow();
        OpenFiles files = new OpenFiles(new BatchFiles(Optional.empty()));
        try (Database database = Database.open("jdbc:h2:file:" + folder.resolve("ledger"), "", "", 2)) {
            read(files.open(taken.toFile()), new BatchIntake(database, TOPICS, clock, LEASE, signal(), signal()));

            BatchLease lease = new BatchLease(database, TOPICS, clock, LEASE, signal());
            new ResultsWriter(files, inbox, new BatchResults(database), lease).write(taken.toFile());

            assertThat(taken).exists();
            assertThat(new BatchStates(database).open(id -> true))
                    .singleElement()
                    .satisfies(state -> assertThat(state.status()).isEqualTo("working"));

            Files.delete(folder.resolve("inbox/done/friends.results.csv"));
            Files.createDirectories(folder.resolve("inbox/done/friends.results.csv/in the way"));
            assertThatThrownBy(() ->
                            new ResultsWriter(files, inbox, new BatchResults(database), lease).write(taken.toFile()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("friends.csv: its results cannot be written")
                    .hasMessageContaining("friends.results.csv");
        }
    }

    @Test
    void results_that_another_instance_writes_meanwhile_are_left_to_it() throws Exception {
        Clock clock = Clock.systemUTC();
        InboxFolder inbox = new InboxFolder(folder.resolve("inbox"), clock);
        inbox.tidy();
        String rows = "12345,Hello\n".repeat(1_500);
        Path dropped = Files.writeString(folder.resolve("inbox/friends.csv"), "to,message\n" + rows);
        Path taken = inbox.take(dropped.toFile()).orElseThrow();
        OpenFiles files = new OpenFiles(new BatchFiles(Optional.empty()));
        String url = "jdbc:h2:file:" + folder.resolve("ledger");
        try (Database database = Database.open(url, "", "", 2)) {
            BatchFile file = files.open(taken.toFile());
            read(file, new BatchIntake(database, TOPICS, clock, LEASE, signal(), signal()));
            new Acceptance(database, TOPICS, clock, signal(), signal()).accept(refusals(file.batchId(), 1_500));
            try (Connection connection = DriverManager.getConnection(url, "", "");
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE batch_part SET status = 'settled'");
            }
            BatchLease elsewhere =
                    new BatchLease(database, TOPICS, Clock.offset(clock, LEASE.multipliedBy(2)), LEASE, signal());
            BatchLease here = new BatchLease(
                    database, TOPICS, new OvertakenClock(() -> elsewhere.lease(file.batchId())), LEASE, signal());
            ResultsWriter writer = new ResultsWriter(files, inbox, new BatchResults(database), here);

            assertThatThrownBy(() -> writer.write(taken.toFile())).isInstanceOf(BatchTakenOver.class);

            assertThat(folder.resolve("inbox/done")).isEmptyDirectory();
            assertThat(taken).exists();
        }
    }

    /** Asked for the second time, it has stood still for so long that another instance came. */
    private static final class OvertakenClock extends Clock {
        private final Runnable meanwhile;
        private int asked;

        OvertakenClock(Runnable meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        public Instant instant() {
            if (++asked == 2) {
                meanwhile.run();
            }
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static List<Intake> refusals(String batchId, int rows) {
        return LongStream.range(2, 2 + rows)
                .<Intake>mapToObj(row -> new Refusal(
                        new Origin(
                                batchId + "-" + row,
                                "{}",
                                "friends.csv row " + row,
                                Optional.empty(),
                                Optional.of(new Origin.Row(batchId, row))),
                        "refused",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(new Refusal.Reason("column to", "is no number")),
                        Optional.empty()))
                .toList();
    }

    /** All of it is in the ledger, and nothing is released. */
    private static void read(BatchFile file, BatchIntake intake) throws Exception {
        intake.claim(new Batch(file.batchId(), file.name(), "friends", file.sha256()));
        try (BatchFile.Portions portions = file.portions()) {
            portions.forEachRemaining(portion -> intake.store(Parts.pack(file.batchId(), portion, 0)));
        }
        intake.read(file.batchId());
    }

    private static WorkSignal signal() {
        return new WorkSignal();
    }
}
