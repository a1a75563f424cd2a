-- The count stops at the limit, so that its cost does not grow with the table. By the clock of the database, which has written the times.
SELECT topic, COUNT(*) AS records, EXTRACT(EPOCH FROM CURRENT_TIMESTAMP - MIN(added_at)) AS oldest_age_seconds
FROM (SELECT topic, added_at FROM outbox ORDER BY outbox_id LIMIT :limit) AS oldest
GROUP BY topic
