package dev.linqroutes.ledger.db;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A lease on a job that one instance does at a time. It expires unless the instance renews it. */
public final class JobLease {
    private static final Logger LOG = LoggerFactory.getLogger(JobLease.class);

    private final String job;
    private final Clock clock;
    private final Duration duration;
    private final String owner = UUID.randomUUID().toString();

    /** @param duration until another instance may take over from one that does not renew */
    public JobLease(String job, Clock clock, Duration duration) {
        this.job = job;
        this.clock = clock;
        this.duration = duration;
    }

    /** Claims or renews the lease for its whole duration; false while another instance has it. */
    public boolean claimOrRenew(Handle handle) {
        Instant now = clock.instant();
        for (String statement : List.of("db/claim-job-lease", "db/insert-job-lease")) {
            int claimed = handle.createUpdate(Database.sql(statement))
                    .bind("name", job)
                    .bind("owner", owner)
                    .bind("endsAt", now.plus(duration))
                    .bind("now", now)
                    .execute();
            if (claimed > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * Lets another instance take over without waiting for the lease to expire. While the database is unavailable, that
     * is not possible: the program stops without a long wait, and another instance takes over when the lease has expired.
     */
    public void release(Database database) {
        if (!database.isLikelyAvailable()) {
            logTakeover("the database is unavailable");
            return;
        }
        try {
            LedgerTransaction.run(database, 1, "release the lease on job " + job, handle -> handle.createUpdate(
                            Database.sql("db/release-job-lease"))
                    .bind("name", job)
                    .bind("owner", owner)
                    .execute());
        } catch (LedgerException e) {
            logTakeover(e.getMessage());
        }
    }

    private void logTakeover(String reason) {
        LOG.warn("could not release lease {}; takeover in {} s: {}", job, duration.toSeconds(), reason);
    }
}
