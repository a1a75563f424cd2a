DELETE FROM line_state
WHERE line IN (SELECT line FROM line_state WHERE seen_at < :before LIMIT :limit)
