UPDATE chat_group
SET status = 'failed'
WHERE mailbox = :mailbox
  AND chat_id IS NULL
