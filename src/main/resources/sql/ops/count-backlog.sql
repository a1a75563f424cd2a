-- Every count stops at the limit, so that its cost does not grow with the tables.
SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM mailbox WHERE due_at IS NOT NULL LIMIT :limit) AS due) AS mailboxes,
       (SELECT COUNT(*) FROM (SELECT 1 FROM mailbox WHERE due_at <= :now LIMIT :limit) AS due_now) AS due,
       (SELECT due_at FROM mailbox WHERE due_at IS NOT NULL AND lease IS NULL ORDER BY due_at LIMIT 1) AS oldest_due,
       (SELECT COUNT(*) FROM (SELECT 1 FROM command WHERE status = 'delayed' AND not_before IS NOT NULL LIMIT :limit) AS not_due) AS delayed,
       (SELECT COUNT(*) FROM (SELECT 1 FROM call WHERE confirm_at IS NOT NULL LIMIT :limit) AS awaited) AS unconfirmed,
       (SELECT COALESCE(SUM(row_count), 0) FROM (SELECT row_count FROM batch_part WHERE status = 'waiting' LIMIT :limit) AS part) AS batch_rows,
       (SELECT COUNT(*) FROM (SELECT 1 FROM media WHERE due_at IS NOT NULL LIMIT :limit) AS to_upload) AS uploads,
       (SELECT MIN(wanted_at) FROM (SELECT wanted_at FROM media WHERE due_at IS NOT NULL ORDER BY due_at LIMIT :limit) AS wanted) AS oldest_upload
