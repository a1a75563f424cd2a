package dev.linqroutes.ledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.Test;

class LedgerTransactionTest {
    private static final Pattern BATCH = Pattern.compile("PreparedBatch (\\w+) ?=");

    @Test
    void a_driver_that_does_not_report_row_counts_is_an_error() throws Exception {
        Jdbi joining = Jdbi.create(TestPostgres.freshDatabase() + "&reWriteBatchedInserts=true");
        try (Handle handle = joining.open()) {
            handle.execute("CREATE TABLE item (id INT PRIMARY KEY)");
            PreparedBatch batch = handle.prepareBatch("INSERT INTO item (id) VALUES (:id)");
            for (int i = 0; i < 4; i++) {
                batch.bind("id", i).add();
            }

            assertThatThrownBy(() -> LedgerTransaction.executeCountingRows(batch))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("does not report how many rows");
        }
    }

    @Test
    void a_statement_for_one_row_that_changes_more_is_an_error() {
        try (Database database = memory();
                Handle handle = database.jdbi().open()) {
            handle.execute("CREATE TABLE item (id INT)");
            handle.execute("INSERT INTO item VALUES (1), (1)");
            PreparedBatch batch = handle.prepareBatch("UPDATE item SET id = 2 WHERE id = :id")
                    .bind("id", 1)
                    .add();

            assertThatThrownBy(() -> LedgerTransaction.executeExactlyOneRow(batch))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("changed 2 rows");
        }
    }

    @Test
    void repeated_conflicts_are_no_fault() {
        try (Database database = memory()) {
            AtomicInteger tries = new AtomicInteger();

            assertThatThrownBy(() -> LedgerTransaction.run(database, 3, "test", handle -> {
                        tries.incrementAndGet();
                        throw new LedgerTransaction.Conflict();
                    }))
                    .isInstanceOf(LedgerUnavailable.class);
            assertThat(tries).hasValue(3);
            assertThat(database.recentFault()).isEmpty();
        }
    }

    @Test
    void a_fault_is_reported_for_a_while_and_rejected_data_is_no_fault() {
        try (Database database = memory()) {
            assertThatThrownBy(() ->
                            LedgerTransaction.run(database, 3, "divide", handle -> handle.execute("SELECT 1 / 0")))
                    .isInstanceOf(LedgerDataRefused.class);
            assertThat(database.recentFault()).isEmpty();

            assertThatThrownBy(() -> LedgerTransaction.run(database, 3, "run", handle -> {
                        throw new IllegalStateException("a bug");
                    }))
                    .isInstanceOf(LedgerFault.class);
            assertThat(database.recentFault()).hasValue("cannot run: java.lang.IllegalStateException: a bug");
        }
    }

    @Test
    void the_row_counts_of_every_batch_are_checked() throws Exception {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                    .filter(each -> !each.endsWith("LedgerTransaction.java"))
                    .toList()) {
                String source = Files.readString(file);
                for (MatchResult batch : BATCH.matcher(source).results().toList()) {
                    assertThat(source).as(file.toString()).doesNotContain(batch.group(1) + ".execute(");
                }
            }
        }
    }

    private static Database memory() {
        return Database.open("jdbc:h2:mem:" + UUID.randomUUID(), "", "", 2);
    }
}
