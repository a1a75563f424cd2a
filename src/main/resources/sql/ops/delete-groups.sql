-- Checked again: a command may have been accepted before the rows were locked.
DELETE FROM chat_group
WHERE mailbox = ANY(:mailboxes)
  AND (SELECT 1 FROM command WHERE command.mailbox = chat_group.mailbox LIMIT 1) IS NULL
  AND (SELECT 1 FROM member_set WHERE member_set.mailbox = chat_group.mailbox LIMIT 1) IS NULL
