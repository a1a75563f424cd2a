SELECT message_id, chat_id, command_id, state
FROM poll
WHERE message_id > :after
ORDER BY message_id
LIMIT :limit
