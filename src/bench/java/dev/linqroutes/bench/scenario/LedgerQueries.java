package dev.linqroutes.bench.scenario;

import java.io.IOException;
import java.util.function.LongPredicate;
import org.jdbi.v3.core.Jdbi;

/** Asks the product's database what the product does not tell otherwise. */
final class LedgerQueries {
    private static final long POLL_MILLIS = 100;

    private final Run run;
    private final Jdbi jdbi;

    LedgerQueries(Run run) {
        this.run = run;
        this.jdbi = Jdbi.create(run.database());
    }

    long number(String query) {
        return jdbi.withHandle(
                handle -> handle.createQuery(query).mapTo(Long.class).one());
    }

    /** Waits for an answer, for as long as the product lives. */
    long await(String query, LongPredicate wanted) throws IOException, InterruptedException {
        long number = number(query);
        while (!wanted.test(number)) {
            run.running().process().requireAlive();
            Thread.sleep(POLL_MILLIS);
            number = number(query);
        }
        return number;
    }
}
