DELETE FROM replayed_dead_letter
WHERE source_id IN (SELECT source_id FROM replayed_dead_letter WHERE replayed_at < :before ORDER BY replayed_at LIMIT :limit)
