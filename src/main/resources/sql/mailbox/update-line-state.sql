UPDATE line_state
SET status = :status, status_at = :statusAt, reputation = :reputation, reputation_at = :reputationAt, refused_at = :refusedAt,
    probed_at = :probedAt, seen_at = :now
WHERE line = :line
