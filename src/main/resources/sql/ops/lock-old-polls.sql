SELECT message_id, chat_id, command_id, state
FROM poll
WHERE changed_at < :before
LIMIT :limit
FOR UPDATE SKIP LOCKED
