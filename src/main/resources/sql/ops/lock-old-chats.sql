SELECT chat_id, line, state, look_at, published_as
FROM chat
WHERE left_at < :before
  AND look_at IS NULL
  AND (SELECT 1
       FROM chat_group
       JOIN command ON command.mailbox = chat_group.mailbox
       WHERE chat_group.chat_id = chat.chat_id
       LIMIT 1) IS NULL
  AND (SELECT 1
       FROM chat_group
       JOIN member_set ON member_set.mailbox = chat_group.mailbox
       WHERE chat_group.chat_id = chat.chat_id
       LIMIT 1) IS NULL
LIMIT :limit
FOR UPDATE SKIP LOCKED
