package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.like;

import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.testing.TestClock;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Base class of tests that hold for every database and with every option in its URL. */
@Databases({TestDatabase.H2, TestDatabase.POSTGRES, TestDatabase.POSTGRES_WITH_URL_OPTIONS})
abstract class OnEachLedgerUrl extends OnDatabase {
    private static final int MOST_PER_DAY = 1000;

    final TestClock clock = new TestClock();
    TestLedger ledger;
    private String url;

    @BeforeEach
    final void open() throws SQLException {
        url = freshDatabase();
        ledger = onSameDatabase().open();
    }

    @AfterEach
    final void close() {
        ledger.close();
    }

    /** As a new process does. */
    final void reopen() {
        reopen(onSameDatabase());
    }

    final void reopen(TestLedger.Builder changed) {
        ledger.close();
        ledger = changed.open();
    }

    /** The command with a {@code not_before}. */
    final PlannedCommand delayed(PlannedCommand command, Duration by) {
        return like(command).notBefore(clock.instant().plus(by)).asItIs();
    }

    /** The command with an {@code expires_at}. */
    final PlannedCommand expiring(PlannedCommand command, Duration after) {
        return like(command).expiresAt(clock.instant().plus(after)).asItIs();
    }

    final TestLedger.Builder onSameDatabase() {
        return TestLedger.on(url, clock).mostPerDay(MOST_PER_DAY);
    }
}
