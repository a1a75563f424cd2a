package dev.linqroutes.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.ProgramProcess;
import dev.linqroutes.testing.SandboxRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A process that dies while it imports a file loses no row and doubles none. */
class KilledImportIT extends SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int ROWS = 750;

    @Test
    void every_row_is_worked_once_and_comes_back_after_kills_on_h2() throws Exception {
        everyRowIsWorkedOnceAndComesBack(FreshLedger.h2(folder));
    }

    @Test
    void every_row_is_worked_once_and_comes_back_after_kills_on_postgresql() throws Exception {
        everyRowIsWorkedOnceAndComesBack(FreshLedger.postgres());
    }

    private void everyRowIsWorkedOnceAndComesBack(String ledger) throws Exception {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));

        Map<String, String> environment = program()
                .with("ledger.url", ledger)
                .with("linq.lease", "6s")
                // As it is by default: from the working directory.
                .with("inbox.directory", "inbox")
                .with("inbox.poll-interval", "50")
                .with("inbox.settle-time", "50")
                .environment();
        Files.writeString(inbox.resolve("big.csv"), sheet());

        killedWhen(ledger, environment, "the file is taken", () -> Files.exists(inbox.resolve("working/big/big.csv")));
        killedWhen(ledger, environment, "the first row has its outcome", () -> !topics.outcomesSoFar()
                .isEmpty());
        killedWhen(
                ledger,
                environment,
                "half the rows have their outcome",
                () -> topics.outcomesSoFar().size() > ROWS / 2);
        killedWhen(
                ledger,
                environment,
                "the results are being written",
                () -> Files.exists(inbox.resolve("done/big.results.csv"))
                        || Files.exists(inbox.resolve("done/big.results.csv.part")));
        try (ProgramProcess program = ProgramProcess.start(folder, environment, "run")) {
            program.await("the file is done", LONG, () -> Files.exists(inbox.resolve("done/big.csv")));
            program.await("the batch has its outcome", LONG, () -> !topics.batchOutcomes()
                    .isEmpty());
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(inbox.resolve("working")).isEmptyDirectory());
            program.terminate();
        }

        List<String> results = Files.readAllLines(inbox.resolve("done/big.results.csv"));
        assertThat(results).hasSize(ROWS + 1);
        assertThat(results.subList(1, ROWS + 1))
                .allSatisfy(line -> assertThat(line).contains(",accepted,"));
        assertThat(inbox.resolve("done/big.failed.csv")).doesNotExist();
        assertThat(topics.batchOutcomes().stream()
                        .map(outcome -> outcome.get("outcome_id").asText())
                        .distinct())
                .hasSize(1);
        List<SandboxRecord.Group> groups = linq.groups();
        assertThat(groups).hasSize(ROWS).allSatisfy(group -> assertThat(group.messages())
                .hasSize(1));
        assertThat(groups.stream().flatMap(group -> group.messages().stream()).distinct())
                .hasSize(ROWS);
    }

    private void killedWhen(String ledger, Map<String, String> environment, String what, Callable<Boolean> condition)
            throws Exception {
        try (ProgramProcess program = ProgramProcess.start(folder, environment, "run")) {
            program.await(what, LONG, condition).kill();
        }
        if (ledger.startsWith("jdbc:postgresql:")) {
            endLeaseOfRelay(ledger);
        }
    }

    /** It lasts 25 s, which KilledProcessIT waits for; the leases of files and mailboxes are waited for here, too. */
    private static void endLeaseOfRelay(String ledger) throws SQLException {
        try (Connection connection = DriverManager.getConnection(ledger);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM lease WHERE name = 'relay'");
        }
    }

    private static String sheet() {
        return IntStream.range(0, ROWS)
                .mapToObj(i -> "+1202555%1$04d;+1303555%1$04d,Hello %1$d\n".formatted(i))
                .collect(Collectors.joining("", "to,message\n", ""));
    }
}
