-- The call that sent the message, and those that edited it.
UPDATE call
SET body = :body, body_bytes = OCTET_LENGTH(CAST(:body AS VARCHAR))
WHERE message_id = :messageId
