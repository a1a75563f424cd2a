DELETE FROM mailbox
WHERE mailbox = ANY(:mailboxes)
  AND (SELECT 1 FROM chat_group WHERE chat_group.mailbox = mailbox.mailbox LIMIT 1) IS NULL
