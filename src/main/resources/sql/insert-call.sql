INSERT INTO call (command_id, position, mailbox, kind, method, path, body, idempotency_key, status, attempts)
VALUES (:commandId, :position, :mailbox, :kind, :method, :path, :body, :idempotencyKey, 'waiting', 0)
