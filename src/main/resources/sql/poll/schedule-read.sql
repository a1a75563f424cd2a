UPDATE poll
SET read_at = :readAt
WHERE message_id = :messageId
