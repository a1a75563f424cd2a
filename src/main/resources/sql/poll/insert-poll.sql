INSERT INTO poll (message_id, changed_at, read_at, erased)
VALUES (:messageId, :now, :readAt, FALSE)
ON CONFLICT DO NOTHING
