-- Of groups that can be entered again as they were: they were never created, or have no name of the producer's. Of these not a chat
-- that the line is in: a create that Linq puts into it must not be taken for a new one.
SELECT mailbox
FROM chat_group
WHERE mailbox = ANY(:mailboxes)
  AND (status = 'failed'
       OR (group_ref IS NULL AND (SELECT 1 FROM chat WHERE chat.chat_id = chat_group.chat_id LIMIT 1) IS NULL))
  AND (SELECT 1 FROM command WHERE command.mailbox = chat_group.mailbox LIMIT 1) IS NULL
  AND (SELECT 1 FROM member_set WHERE member_set.mailbox = chat_group.mailbox LIMIT 1) IS NULL
ORDER BY mailbox
