-- The scalar subquery prevents a join, for which PostgreSQL would read the whole index of waiting calls.
UPDATE mailbox
SET due_at = NULL
WHERE mailbox = ANY(:mailboxes)
  AND lease IS NULL
  AND (SELECT MIN(call_id)
       FROM call
       WHERE call.mailbox = mailbox.mailbox
         AND call.status = 'waiting') IS NULL
