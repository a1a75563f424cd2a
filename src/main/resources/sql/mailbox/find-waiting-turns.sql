SELECT mailbox
FROM chat_group
WHERE turn_no >= 0
  AND turn_at IS NULL
LIMIT :limit
