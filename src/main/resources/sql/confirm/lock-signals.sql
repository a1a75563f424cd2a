SELECT signal_id, kind, content, chat_id, idempotency_key, message_id, trace_id, error_code, error_message, received_at
FROM signal
WHERE signal_id = ANY(:signalIds)
  AND look_at <= :now
FOR UPDATE SKIP LOCKED
