UPDATE poll
SET command_id = :commandId, state = :state
WHERE message_id = :messageId
