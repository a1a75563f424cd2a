SELECT message_id, chat_id, command_id, state
FROM poll
WHERE message_id = ANY(:messageIds)
ORDER BY message_id
FOR UPDATE
