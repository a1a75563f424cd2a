DELETE FROM intake_attempt
WHERE source_id IN (SELECT source_id FROM intake_attempt WHERE begun_at < :before ORDER BY begun_at LIMIT :limit)
