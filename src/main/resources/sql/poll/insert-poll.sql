INSERT INTO poll (message_id, changed_at, read_at)
VALUES (:messageId, :now, :readAt)
ON CONFLICT DO NOTHING
