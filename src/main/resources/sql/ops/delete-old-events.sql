DELETE FROM event
WHERE event_id IN (SELECT event_id FROM event WHERE received_at < :before ORDER BY received_at LIMIT :limit)
