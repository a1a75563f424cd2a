package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.create;
import static dev.linqroutes.ledger.TestCommands.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linqroutes.testing.TestClock;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An H2 file is open in one process: leases of a previous process do not count. */
class H2FileHasOneProcessTest {
    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();

    private TestLedger.Builder onSameFile() {
        return TestLedger.on("jdbc:h2:file:" + folder.resolve("ledger"), clock);
    }

    @Test
    void a_reopened_file_has_no_leases_to_wait_for() throws Exception {
        try (TestLedger ledger = onSameFile().open()) {
            ledger.accept(create("c1", "order-1", 1), send("c2", "nobody"));
            ledger.onlyMailbox();
            ledger.outcomes();
        }

        try (TestLedger ledger = onSameFile().open()) {
            assertThat(ledger.onlyMailbox().nextCall().indeterminate()).isTrue();
            assertThat(ledger.outcomes()).hasSize(1);
        }
    }

    @Test
    void an_import_that_died_with_the_process_is_claimed_by_the_next_process_without_waiting() {
        try (TestBatches dead = new TestBatches(onSameFile())) {
            dead.intake.claim(TestBatches.batch("a"));
            dead.intake.storePart(TestBatches.part("a", 1));
            dead.read("b", 0);
            dead.lease.claimOrRenew("f-b");
        }

        try (TestBatches next = new TestBatches(onSameFile())) {
            next.read("a", 1);
            assertThat(next.lease.claimOrRenew("f-b")).isTrue();
        }
    }
}
