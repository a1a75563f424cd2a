UPDATE call
SET command_id = :commandId, mailbox = :mailbox, path = :path, body = :body, body_bytes = OCTET_LENGTH(:body),
    idempotency_key = :idempotencyKey, error_message = :errorMessage, referred_command_id = :referredCommandId
WHERE call_id = :callId
