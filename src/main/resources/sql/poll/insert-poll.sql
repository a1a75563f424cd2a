INSERT INTO poll (message_id, changed_at)
VALUES (:messageId, :now)
ON CONFLICT DO NOTHING
