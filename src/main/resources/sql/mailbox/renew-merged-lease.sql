UPDATE mailbox
SET due_at = :until
WHERE mailbox = (SELECT chat_group.mailbox FROM chat_group WHERE chat_id = :chatId)
  AND lease = :lease
