package dev.linqroutes.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.csv.BatchFile;
import dev.linqroutes.csv.BatchFiles;
import dev.linqroutes.csv.InboxFolder;
import dev.linqroutes.ledger.Batch;
import dev.linqroutes.ledger.BatchIntake;
import dev.linqroutes.ledger.BatchLease;
import dev.linqroutes.ledger.BatchResults;
import dev.linqroutes.ledger.BatchStates;
import dev.linqroutes.ledger.Database;
import dev.linqroutes.ledger.Topics;
import dev.linqroutes.ledger.WorkSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsWriterTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Topics TOPICS = new Topics("outcomes", "dead", "events", "groups");

    @TempDir
    Path folder;

    @Test
    void a_file_stays_while_something_of_its_batch_is_open_although_its_results_were_written() throws Exception {
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
            assertThat(new BatchStates(database).open()).singleElement().satisfies(state -> assertThat(state.status())
                    .isEqualTo("working"));
        }
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
