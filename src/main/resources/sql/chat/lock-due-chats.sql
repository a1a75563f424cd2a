SELECT chat_id, line, state, look_at, published_as
FROM chat
WHERE look_at <= :now
ORDER BY look_at
LIMIT :limit
FOR UPDATE SKIP LOCKED
