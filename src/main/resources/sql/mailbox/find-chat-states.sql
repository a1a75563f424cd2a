SELECT chat_id, state
FROM chat
WHERE chat_id = ANY(:chatIds)
  AND state IS NOT NULL
