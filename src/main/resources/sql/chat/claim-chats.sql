UPDATE chat
SET look_at = :lookAt
WHERE chat_id = ANY(:chatIds)
