-- Of groups that can be entered again as they were: they have no name of the producer's, or were never created.
SELECT mailbox
FROM chat_group
WHERE mailbox = ANY(:mailboxes)
  AND (group_ref IS NULL OR status = 'failed')
  AND (SELECT 1 FROM command WHERE command.mailbox = chat_group.mailbox LIMIT 1) IS NULL
  AND (SELECT 1 FROM member_set WHERE member_set.mailbox = chat_group.mailbox LIMIT 1) IS NULL
ORDER BY mailbox
