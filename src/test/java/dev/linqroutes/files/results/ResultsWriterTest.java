package dev.linqroutes.files.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.files.imports.BatchFileOpener;
import dev.linqroutes.files.imports.BatchPartCodec;
import dev.linqroutes.files.imports.ImportRegistry;
import dev.linqroutes.files.inbox.InboxFolder;
import dev.linqroutes.files.rows.BatchFile;
import dev.linqroutes.ledger.batch.Batch;
import dev.linqroutes.ledger.batch.BatchStateReader;
import dev.linqroutes.ledger.batch.BatchStatus;
import dev.linqroutes.ledger.batch.FileImport;
import dev.linqroutes.ledger.batch.ResultsLease;
import dev.linqroutes.ledger.batch.RowResultReader;
import dev.linqroutes.ledger.db.BatchLeaseLost;
import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.db.Wakeup;
import dev.linqroutes.ledger.intake.CommandIntake;
import dev.linqroutes.ledger.mailbox.LinePool;
import dev.linqroutes.ledger.mailbox.LineQuota;
import dev.linqroutes.ledger.mailbox.LineStates;
import dev.linqroutes.ledger.mailbox.NewConversations;
import dev.linqroutes.ledger.model.CommandRefusal;
import dev.linqroutes.ledger.model.IntakeDecision;
import dev.linqroutes.ledger.model.Origin;
import dev.linqroutes.ledger.model.RefusalStatus;
import dev.linqroutes.ledger.outbox.OutboxTopics;
import dev.linqroutes.ledger.outbox.OutcomeMapper;
import dev.linqroutes.trace.CommandTracer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsWriterTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final OutboxTopics TOPICS =
            new OutboxTopics("outcomes", "dead", "events", "groups", "polls", "audit");

    @TempDir
    Path folder;

    @Test
    void a_file_stays_while_rows_are_open_or_results_cannot_be_written() throws Exception {
        Clock clock = Clock.systemUTC();
        InboxFolder inbox = new InboxFolder(folder.resolve("inbox"), clock);
        inbox.recover();
        Path dropped =
                Files.writeString(folder.resolve("inbox/friends.csv"), "to,message\n+12025550101;+12025550102,Hello\n");
        Path claimed = inbox.moveToWorking(dropped.toFile()).orElseThrow();
        ImportRegistry files = new ImportRegistry(new BatchFileOpener(Optional.empty()));
        try (Database database = Database.open("jdbc:h2:file:" + folder.resolve("ledger"), "", "", 2)) {
            read(files.open(claimed.toFile()), new FileImport(database, TOPICS, clock, LEASE, signal(), signal()));

            ResultsLease lease = new ResultsLease(database, TOPICS, clock, LEASE, signal());
            new ResultsWriter(files, inbox, new RowResultReader(database), lease).write(claimed.toFile());

            assertThat(claimed).exists();
            assertThat(new BatchStateReader(database).findOpen(id -> true))
                    .singleElement()
                    .satisfies(state -> assertThat(state.status()).isEqualTo(BatchStatus.WORKING));

            Files.delete(folder.resolve("inbox/done/friends.results.csv"));
            Files.createDirectories(folder.resolve("inbox/done/friends.results.csv/in the way"));
            assertThatThrownBy(() -> new ResultsWriter(files, inbox, new RowResultReader(database), lease)
                            .write(claimed.toFile()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("friends.csv: the results cannot be written")
                    .hasMessageContaining("friends.results.csv");
        }
    }

    @Test
    void results_that_another_instance_writes_meanwhile_are_left_to_it() throws Exception {
        Clock clock = Clock.systemUTC();
        InboxFolder inbox = new InboxFolder(folder.resolve("inbox"), clock);
        inbox.recover();
        String rows = "12345,Hello\n".repeat(1_500);
        Path dropped = Files.writeString(folder.resolve("inbox/friends.csv"), "to,message\n" + rows);
        Path claimed = inbox.moveToWorking(dropped.toFile()).orElseThrow();
        ImportRegistry files = new ImportRegistry(new BatchFileOpener(Optional.empty()));
        String url = "jdbc:h2:file:" + folder.resolve("ledger");
        try (Database database = Database.open(url, "", "", 2)) {
            BatchFile file = files.open(claimed.toFile());
            read(file, new FileImport(database, TOPICS, clock, LEASE, signal(), signal()));
            new CommandIntake(
                            database,
                            new OutcomeMapper(TOPICS.outcomes(), new SimpleMeterRegistry(), CommandTracer.OFF),
                            TOPICS.deadLetters(),
                            new LinePool(
                                    Map.of(),
                                    new NewConversations(database, clock, 50),
                                    new LineQuota(database, clock, 7_000, OptionalLong.empty()),
                                    new LineStates(database, clock, Set.of())),
                            clock,
                            signal(),
                            signal(),
                            CommandTracer.OFF)
                    .accept(refusals(file.batchId(), 1_500));
            try (Connection connection = DriverManager.getConnection(url, "", "");
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE batch_part SET status = 'settled'");
            }
            ResultsLease elsewhere =
                    new ResultsLease(database, TOPICS, Clock.offset(clock, LEASE.multipliedBy(2)), LEASE, signal());
            ResultsLease here = new ResultsLease(
                    database,
                    TOPICS,
                    new OvertakenClock(() -> elsewhere.claimOrRenew(file.batchId())),
                    LEASE,
                    signal());
            ResultsWriter writer = new ResultsWriter(files, inbox, new RowResultReader(database), here);

            assertThatThrownBy(() -> writer.write(claimed.toFile())).isInstanceOf(BatchLeaseLost.class);

            assertThat(folder.resolve("inbox/done")).isEmptyDirectory();
            assertThat(claimed).exists();
        }
    }

    /** At the second renewal the lease has expired and another instance holds it. */
    private static final class OvertakenClock extends Clock {
        private final Runnable meanwhile;
        private int renewals;

        OvertakenClock(Runnable meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        public Instant instant() {
            if (++renewals == 2) {
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

    private static List<IntakeDecision> refusals(String batchId, int rows) {
        return LongStream.range(2, 2 + rows)
                .<IntakeDecision>mapToObj(row -> new CommandRefusal(
                        new Origin(
                                batchId + "-" + row,
                                "{}",
                                "friends.csv row " + row,
                                Optional.empty(),
                                Optional.of(new Origin.Row(batchId, row))),
                        RefusalStatus.REFUSED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(new CommandRefusal.Reason("column to", "is no number")),
                        Optional.empty()))
                .toList();
    }

    /** Imports the whole file; no part is released. */
    private static void read(BatchFile file, FileImport intake) throws Exception {
        intake.claim(new Batch(file.batchId(), file.name(), "friends", file.sha256()));
        try (BatchFile.RowChunks chunks = file.chunks()) {
            chunks.forEachRemaining(
                    chunk -> intake.storePart(new BatchPartCodec().encode(file.batchId(), chunk, List.of())));
        }
        intake.complete(file.batchId());
    }

    private static Wakeup signal() {
        return new Wakeup();
    }
}
