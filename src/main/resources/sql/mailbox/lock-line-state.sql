SELECT line, status, status_at, reputation, reputation_at, refused_at, probed_at
FROM line_state
WHERE line = :line
FOR UPDATE
