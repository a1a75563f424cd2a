UPDATE chat_group
SET status = 'creating'
WHERE mailbox = :mailbox
  AND command_id = :commandId
  AND status = 'failed'
