package dev.linqroutes.ledger.db;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job that one instance does at a time: as long as it goes on saying so, nobody else does it. */
public final class JobLease {
    private static final Logger LOG = LoggerFactory.getLogger(JobLease.class);

    private final String job;
    private final Clock clock;
    private final Duration duration;
    private final String owner = UUID.randomUUID().toString();

    /** @param duration how long another instance waits before it takes over from a silent one */
    public JobLease(String job, Clock clock, Duration duration) {
        this.job = job;
        this.clock = clock;
        this.duration = duration;
    }

    /** Whether this instance is the one that does the job now; if so, for as long again. */
    public boolean claimOrRenew(Handle handle) {
        Instant now = clock.instant();
        for (String statement : List.of("db/claim-job-lease", "db/insert-job-lease")) {
            int taken = handle.createUpdate(Database.sql(statement))
                    .bind("name", job)
                    .bind("owner", owner)
                    .bind("endsAt", now.plus(duration))
                    .bind("now", now)
                    .execute();
            if (taken > 0) {
                return true;
            }
        }
        return false;
    }

    /** Lets another instance do it at once. If the database is away, that has to wait until the lease has run out. */
    public void release(Database database) {
        try {
            LedgerTransaction.run(database, 1, "hand over the job " + job, handle -> handle.createUpdate(
                            Database.sql("db/release-job-lease"))
                    .bind("name", job)
                    .bind("owner", owner)
                    .execute());
        } catch (LedgerException e) {
            LOG.warn("the next instance does {} in {} s: {}", job, duration.toSeconds(), e.getMessage());
        }
    }
}
