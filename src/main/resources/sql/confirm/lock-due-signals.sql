SELECT signal_id, kind, content, chat_id, idempotency_key, message_id, trace_id, error_code, error_message, received_at
FROM signal
WHERE look_at <= :now
ORDER BY look_at
LIMIT :limit
FOR UPDATE SKIP LOCKED
