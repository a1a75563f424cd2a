UPDATE mailbox
SET due_at = NULL
WHERE mailbox = ANY(:mailboxes)
  AND lease IS NULL
  AND NOT EXISTS (SELECT 1
                  FROM call
                  WHERE call.mailbox = mailbox.mailbox
                    AND call.status = 'waiting')
