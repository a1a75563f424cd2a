INSERT INTO call (command_id, position, mailbox, kind, method, path, body, idempotency_key, status, expires_at, attempts, begun)
VALUES (:commandId, :position, :mailbox, :kind, :method, :path, :body, :idempotencyKey, :status, :expiresAt, 0, FALSE)
