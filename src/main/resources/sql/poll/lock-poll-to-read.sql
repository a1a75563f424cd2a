SELECT message_id, chat_id, command_id, state
FROM poll
WHERE message_id = :messageId
  AND NOT erased
FOR UPDATE
