SELECT line, status, status_at, reputation, reputation_at, refused_at, probed_at
FROM line_state
ORDER BY line
LIMIT :limit
