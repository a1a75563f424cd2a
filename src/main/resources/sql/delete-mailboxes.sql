DELETE FROM mailbox
WHERE mailbox = ANY(:mailboxes)
  AND NOT EXISTS (SELECT 1 FROM chat_group WHERE chat_group.mailbox = mailbox.mailbox)
