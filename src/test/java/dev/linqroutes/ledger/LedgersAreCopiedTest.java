package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestBatches.row;
import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linqroutes.ledger.db.Database;
import dev.linqroutes.ledger.mailbox.Mailbox;
import dev.linqroutes.ledger.ops.LedgerCopier;
import dev.linqroutes.ledger.outbox.Outbox.PendingRecord;
import dev.linqroutes.testing.FreshLedger;
import dev.linqroutes.testing.TestClock;
import dev.linqroutes.testing.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work goes on in a copy of the ledger where it stopped, in the other kind of database. */
class LedgersAreCopiedTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private TestBatches batches;
    private TestLedger source;
    private String target;

    @BeforeEach
    void work() throws Exception {
        batches = new TestBatches(TestLedger.on(FreshLedger.h2(folder), clock).confirming());
        source = batches.ledger;
        target = TestPostgres.freshDatabase();
        source.accept(create("done", "order-1", 2), create("open", "order-2", 3));
        for (Mailbox each : source.claim()) {
            if (each.nextCall().commandId().equals("done")) {
                source.work(each);
            } else {
                source.record(each, TestAnswers.accepted("chat-2"));
                source.giveBack(each);
            }
        }
        source.accept(send("later", "order-1"), send("refused", "nobody"));
    }

    @AfterEach
    void close() {
        batches.close();
    }

    @Test
    void calls_that_wait_are_made_from_the_copy_in_their_order() throws Exception {
        copy();

        try (TestLedger copy = TestLedger.on(target, clock).confirming().open()) {
            copy.accept(send("new", "order-2"));
            assertThat(copy.workAll())
                    .containsExactlyInAnyOrder("open call 2", "open call 3", "new call 1", "later call 1")
                    .containsSubsequence("open call 2", "open call 3", "new call 1");
        }
    }

    @Test
    void a_command_and_a_group_of_before_are_known_in_the_copy() throws Exception {
        copy();

        try (TestLedger copy = TestLedger.on(target, clock).confirming().open()) {
            assertThat(copy.accept(create("done", "order-1", 2)).redelivered()).isEqualTo(1);
            assertThat(copy.accept(create("again", "order-1", 1)).refused()).isEqualTo(1);
        }
    }

    @Test
    void records_that_kafka_has_not_acknowledged_are_relayed_from_the_copy_in_their_order() throws Exception {
        List<String> before = values(source);
        copy();

        try (TestLedger copy = TestLedger.on(target, clock).confirming().open()) {
            assertThat(before).isNotEmpty();
            assertThat(values(copy)).isEqualTo(before);
            copy.accept(send("refused-too", "nobody"));
            assertThat(values(copy)).startsWith(before.toArray(String[]::new)).hasSizeGreaterThan(before.size());
        }
    }

    @Test
    void every_row_is_copied_with_every_value() throws Exception {
        batches.released("a", row("f-a", 2, create("c1", "order-9", 2)));
        Map<String, Long> copied = copy();

        assertThat(copied).containsEntry("command", 4L).containsKeys("batch", "batch_part", "mailbox", "chat_group");
        String back = FreshLedger.h2(folder);
        try (Database from = Database.openExisting(target, "", "", 2);
                Database to = Database.openExisting(back, "", "", 2)) {
            assertThat(LedgerCopier.copy(from, to, rows -> handle -> {})).isEqualTo(copied);
            copied.remove("lease");
            for (String table : copied.keySet()) {
                assertThat(rows(to, table)).as(table).isEqualTo(rows(source.database, table));
            }
        }
    }

    @Test
    void nothing_is_copied_into_a_ledger_with_rows() throws Exception {
        copy();

        assertThatThrownBy(this::copy)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the ledger to copy into is not empty: table ");
    }

    private Map<String, Long> copy() throws Exception {
        try (Database to = Database.open(target, "", "", 2)) {
            return LedgerCopier.copy(source.database, to, rows -> handle -> {});
        }
    }

    private static List<String> values(TestLedger ledger) {
        return ledger.outgoing().stream()
                .map(PendingRecord::value)
                .map(String::new)
                .toList();
    }

    private static List<String> rows(Database database, String table) {
        return database.jdbi().withHandle(handle -> handle
                .createQuery("SELECT * FROM " + table)
                .map((row, context) -> {
                    StringBuilder values = new StringBuilder();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        values.append(row.getString(i)).append('|');
                    }
                    return values.toString();
                })
                .stream()
                .sorted()
                .toList());
    }
}
