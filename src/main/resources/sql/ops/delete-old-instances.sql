DELETE FROM instance
WHERE instance_id IN (SELECT instance_id FROM instance WHERE seen_at < :before ORDER BY seen_at LIMIT :limit)
