UPDATE poll
SET command_id = :commandId, state = :state, read_at = NULL, erased = TRUE
WHERE message_id = :messageId
