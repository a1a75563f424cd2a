package dev.linqroutes.ledger;

import static dev.linqroutes.ledger.TestCommands.like;

import dev.linqroutes.ledger.model.PlannedCommand;
import dev.linqroutes.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Tests of files that two instances with one ledger read, release and write the results of. */
abstract class OnTwoInstances extends OnH2AndPostgres {
    final TestClock clock = new TestClock();
    TestBatches here;
    TestBatches elsewhere;

    @BeforeEach
    final void open() throws Exception {
        here = new TestBatches(TestLedger.on(freshDatabase(), clock));
        elsewhere = here.another();
    }

    @AfterEach
    final void close() {
        here.close();
    }

    final PlannedCommand tomorrow(PlannedCommand command) {
        return like(command).notBefore(clock.instant().plus(Duration.ofDays(1))).asItIs();
    }
}
