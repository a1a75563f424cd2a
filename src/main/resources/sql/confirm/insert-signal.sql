INSERT INTO signal (kind, content, chat_id, idempotency_key, message_id, trace_id, error_code, error_message, look_at, received_at)
VALUES (:kind, :content, :chatId, :idempotencyKey, :messageId, :traceId, :errorCode, :errorMessage, :now, :now)
