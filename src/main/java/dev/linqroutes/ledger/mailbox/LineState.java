package dev.linqroutes.ledger.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What Linq has said of a line: its status and its rating, which say different things, and refusals of new activity. Public for JDBI.
 *
 * @param status {@code ACTIVE} or {@code FLAGGED} (reference 4.9); only events tell it
 * @param reputation {@code HEALTHY}, {@code AT_RISK} or {@code CRITICAL} (reference 2.13, 4.9)
 * @param refusedAt when Linq has last refused new activity (code 2027), unless it has taken a new group since
 * @param probedAt when a new group was last let through to find out whether Linq takes it
 */
public record LineState(
        String line,
        Optional<String> status,
        Optional<Instant> statusAt,
        Optional<String> reputation,
        Optional<Instant> reputationAt,
        Optional<Instant> refusedAt,
        Optional<Instant> probedAt) {
    private static final String ACTIVE = "ACTIVE";
    private static final String FLAGGED = "FLAGGED";
    private static final String CRITICAL = "CRITICAL";
    private static final String REFUSED = "REFUSED";
    private static final Set<String> STATUSES = Set.of(ACTIVE, FLAGGED);
    private static final Set<String> REPUTATIONS = Set.of("HEALTHY", "AT_RISK", CRITICAL);

    /** Linq may call a line healthy for which it refuses new activity: so long a refusal counts. */
    private static final Duration REFUSAL = Duration.ofHours(1);

    /** The event that ends it may be missed, and nothing else tells: so long a flag counts, and a refusal of a flagged line. */
    private static final Duration FLAG = Duration.ofDays(1);

    /** So long a group that finds out whether Linq takes it may take; then another one does. */
    private static final Duration PROBE = Duration.ofMinutes(10);

    /** With a report, unless a newer one is known; values of unknown meaning change nothing. */
    LineState with(LineReport report, Instant now) {
        // By Linq's clock: one in the future must not outlast those that follow.
        Instant at = report.at().isAfter(now) ? now : report.at();
        boolean newStatus = report.status().filter(STATUSES::contains).isPresent() && isNewest(at, statusAt);
        boolean newReputation =
                report.reputation().filter(REPUTATIONS::contains).isPresent() && isNewest(at, reputationAt);
        return new LineState(
                line,
                newStatus ? report.status() : status,
                newStatus ? Optional.of(at) : statusAt,
                newReputation ? report.reputation() : reputation,
                newReputation ? Optional.of(at) : reputationAt,
                refusedAt,
                probedAt);
    }

    private static boolean isNewest(Instant at, Optional<Instant> known) {
        return known.filter(at::isBefore).isEmpty();
    }

    /** After Linq has refused new activity. */
    LineState refused(Instant now) {
        return new LineState(line, status, statusAt, reputation, reputationAt, Optional.of(now), Optional.empty());
    }

    /** Why the line makes no new groups now; empty if it does. */
    public Optional<String> problem(Instant now) {
        if (reputation.equals(Optional.of(CRITICAL))) {
            return reputation;
        }
        if (isFlagged() && (isWithin(statusAt, FLAG, now) || isWithin(refusedAt, FLAG, now))) {
            return status;
        }
        return isWithin(refusedAt, REFUSAL, now) && !isActiveSinceRefusal() ? Optional.of(REFUSED) : Optional.empty();
    }

    /** An event that calls the line active tells more than a rating. */
    private boolean isActiveSinceRefusal() {
        return status.equals(Optional.of(ACTIVE))
                && refusedAt
                        .flatMap(refusal -> statusAt.filter(refusal::isBefore))
                        .isPresent();
    }

    /**
     * Whether its last problem has passed only by time, or by an event after a refusal: then it makes one new group, and the others when
     * Linq has taken that.
     */
    public boolean isOnProbation(Instant now) {
        return (isFlagged() || refusedAt.isPresent()) && problem(now).isEmpty();
    }

    private boolean isFlagged() {
        return status.equals(Optional.of(FLAGGED));
    }

    /** Why the line makes no new groups, but for one that finds out; empty if it does. */
    Optional<String> reason(Instant now) {
        return problem(now)
                .or(() -> isOnProbation(now) ? Optional.of(isFlagged() ? FLAGGED : REFUSED) : Optional.empty());
    }

    /** Whether it is time for a group that finds out whether Linq takes new ones. */
    boolean mayProbe(Instant now) {
        return isOnProbation(now) && !isWithin(probedAt, PROBE, now);
    }

    /** After a group was let through to find that out. */
    LineState probed(Instant now) {
        return new LineState(line, status, statusAt, reputation, reputationAt, refusedAt, Optional.of(now));
    }

    /** After Linq has taken a new group. */
    LineState taken(Instant now) {
        return isOnProbation(now)
                ? new LineState(
                        line,
                        status.filter(known -> !known.equals(FLAGGED)),
                        statusAt,
                        reputation,
                        reputationAt,
                        Optional.empty(),
                        Optional.empty())
                : this;
    }

    /**
     * Whether a new group has to wait.
     *
     * @param turnAt when it had its turn
     */
    boolean holdsBack(Optional<Instant> turnAt, Instant now) {
        return problem(now).isPresent()
                || (isOnProbation(now)
                        && (probedAt.isEmpty()
                                || turnAt.filter(turn -> !turn.isBefore(probedAt.get()))
                                        .isEmpty()));
    }

    private static boolean isWithin(Optional<Instant> since, Duration duration, Instant now) {
        return since.filter(time -> now.isBefore(time.plus(duration))).isPresent();
    }
}
