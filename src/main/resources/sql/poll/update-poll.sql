-- An earlier read is not put off by further events.
UPDATE poll
SET chat_id    = :chatId,
    command_id = :commandId,
    state      = :state,
    changed_at = :now,
    read_at    = CASE WHEN erased THEN NULL WHEN read_at < :readAt THEN read_at ELSE :readAt END
WHERE message_id = :messageId
