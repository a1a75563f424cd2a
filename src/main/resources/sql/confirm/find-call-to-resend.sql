-- Not when its command has its outcome already, because another call of it has failed.
SELECT call.body, chat_group.mailbox
FROM call
JOIN command ON command.command_id = call.command_id
JOIN chat_group ON chat_group.mailbox = call.mailbox
WHERE call.call_id = :callId
  AND command.status IN ('waiting', 'confirming')
  AND chat_group.chat_id IS NOT NULL
