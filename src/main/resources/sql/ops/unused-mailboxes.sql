-- Groups that intake can insert again unchanged: their create failed, or they have no name of the producer's. Not if the line is in
-- the chat: a create that Linq puts into an existing chat must not be mistaken for a new group.
SELECT mailbox
FROM chat_group
WHERE mailbox = ANY(:mailboxes)
  AND (status = 'failed'
       OR (group_ref IS NULL AND (SELECT 1 FROM chat WHERE chat.chat_id = chat_group.chat_id LIMIT 1) IS NULL))
  AND (SELECT 1 FROM command WHERE command.mailbox = chat_group.mailbox LIMIT 1) IS NULL
  AND (SELECT 1 FROM member_set WHERE member_set.mailbox = chat_group.mailbox LIMIT 1) IS NULL
ORDER BY mailbox
