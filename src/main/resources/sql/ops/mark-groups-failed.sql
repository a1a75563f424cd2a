UPDATE chat_group
SET status = 'failed'
WHERE mailbox = ANY(:mailboxes)
  AND command_id = ANY(:commandIds)
  AND status = 'creating'
