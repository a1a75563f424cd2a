SELECT mailbox, arrived, sent, lease IS NOT NULL AS abandoned
FROM mailbox
WHERE due_at <= :now
ORDER BY due_at
LIMIT :limit
FOR UPDATE SKIP LOCKED
