package dev.linqroutes.ledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db:5432/linq?user=u&password=secret, jdbc:postgresql://db:5432/linq",
        "jdbc:postgresql://u:secret@db/linq, jdbc:postgresql://db/linq",
        "jdbc:postgresql://u:sec/r@et@db/linq, jdbc:postgresql://db/linq",
        "jdbc:h2:file:./data/ledger;USER=u;PASSWORD=secret, jdbc:h2:file:./data/ledger",
        "jdbc:postgresql://db/linq, jdbc:postgresql://db/linq"
    })
    void a_ledgers_url_is_redacted(String url, String shown) {
        assertThat(Database.redactedUrl(url)).isEqualTo(shown);
    }

    @Test
    void a_missing_ledger_is_reported_and_not_created(@TempDir Path folder) {
        String url = "jdbc:h2:file:" + folder.resolve("ledger");

        assertThatThrownBy(() -> Database.openExisting(url, "", "", 1))
                .isInstanceOf(LedgerException.class)
                .hasMessage(
                        "there is no ledger at " + url + " yet; check LEDGER_URL, or start `run` once to create it");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://127.0.0.1:1/linq?user=u&password=secret",
                "jdbc:nosuch://127.0.0.1:1/linq?user=u&password=secret",
                "jdbc:postgresql://u:secret@127.0.0.1:1/linq",
                "jdbc:h2:tcp://127.0.0.1:1/linq;USER=u;PASSWORD=secret"
            })
    void an_error_at_the_start_names_the_ledger_without_a_password(String url) {
        assertThatThrownBy(() -> Database.open(url, "", "", 1))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("127.0.0.1:1/linq")
                .hasMessageNotContaining("secret");
    }

    @Test
    void an_h2_file_that_is_open_in_another_process_is_reported(@TempDir Path folder) throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("ledger");
        Database.open(url, "", "", 1).close();
        // In another process: within one process, H2 shares a file that is open.
        try (FileChannel file = FileChannel.open(folder.resolve("ledger.mv.db"), StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();

            assertThatThrownBy(() -> Database.openExisting(url, "", "", 1))
                    .isInstanceOf(LedgerUnavailable.class)
                    .hasMessage("the ledger at " + url
                            + " is open in another process, and an H2 file can be open in only one: stop `run` first, or use"
                            + " PostgreSQL");
        }
    }

    /** H2 does not by default, for {@code IN} on an index in a correlated subquery. */
    @Test
    void a_statement_returns_the_same_rows_when_it_is_executed_again(@TempDir Path folder) {
        String open = "SELECT b FROM parent WHERE NOT EXISTS"
                + " (SELECT 1 FROM part WHERE part.status IN ('waiting', 'released') AND part.b = parent.b)";
        try (Database database = Database.open("jdbc:h2:file:" + folder.resolve("ledger"), "", "", 1)) {
            LedgerTransaction.run(database, 1, "make tables", handle -> handle.createScript(
                            """
                            CREATE TABLE parent (b VARCHAR PRIMARY KEY);
                            CREATE TABLE part (b VARCHAR, no INT, status VARCHAR, PRIMARY KEY (b, no));
                            CREATE INDEX part_open ON part (status, b, no);
                            INSERT INTO parent VALUES ('x');
                            INSERT INTO part VALUES ('x', 1, 'released'), ('x', 2, 'released')""")
                    .execute());
            for (int round = 0; round < 20; round++) {
                String status = round % 2 == 0 ? "settled" : "released";
                LedgerTransaction.run(
                        database, 1, "change", handle -> handle.createUpdate("UPDATE part SET status = :status")
                                .bind("status", status)
                                .execute());

                List<String> settled = LedgerTransaction.run(database, 1, "look", handle -> handle.createQuery(open)
                        .mapTo(String.class)
                        .list());

                assertThat(settled).isEqualTo(status.equals("settled") ? List.of("x") : List.of());
            }
        }
    }

    /** Killed during two concurrent transactions, H2 may keep rows of one locked for ever. */
    @Test
    void transactions_of_an_h2_file_are_serialized(@TempDir Path folder) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        try (Database database = Database.open("jdbc:h2:file:" + folder.resolve("ledger"), "", "", 2)) {
            Thread first = new Thread(() -> LedgerTransaction.run(database, 1, "be first", handle -> {
                inside.countDown();
                return order.add(await(leave) ? "first" : "nobody let the first go");
            }));
            Thread second =
                    new Thread(() -> LedgerTransaction.run(database, 1, "be second", handle -> order.add("second")));
            first.start();
            assertThat(await(inside)).isTrue();
            second.start();
            Awaitility.await().until(() -> second.getState() == Thread.State.TIMED_WAITING || !second.isAlive());
            leave.countDown();
            first.join();
            second.join();

            assertThat(order).containsExactly("first", "second");
        }
    }

    @Test
    void a_transaction_that_waits_too_long_for_others_fails_as_unavailable(@TempDir Path folder) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (Database database = Database.open("jdbc:h2:file:" + folder.resolve("ledger"), "", "", 2)) {
            Thread first = new Thread(() -> LedgerTransaction.run(database, 1, "be first", handle -> {
                inside.countDown();
                return await(leave);
            }));
            first.start();
            assertThat(await(inside)).isTrue();

            assertThatThrownBy(() -> LedgerTransaction.run(database, 1, "be second", handle -> true))
                    .isInstanceOf(LedgerUnavailable.class)
                    .hasMessageContaining("be second");
            leave.countDown();
            first.join();
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
