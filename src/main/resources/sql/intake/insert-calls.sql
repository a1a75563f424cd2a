-- In this order: call_id is the order inside a mailbox.
INSERT INTO call (command_id, position, mailbox, kind, method, path, body, body_bytes, idempotency_key, status, expires_at, attempts,
                  begun)
SELECT command_id, position, mailbox, kind, method, path, body, OCTET_LENGTH(body), idempotency_key, status, expires_at, 0, FALSE
FROM UNNEST(
    CAST(:commandIds AS VARCHAR ARRAY), CAST(:positions AS BIGINT ARRAY), CAST(:mailboxes AS VARCHAR ARRAY),
    CAST(:kinds AS VARCHAR ARRAY), CAST(:methods AS VARCHAR ARRAY), CAST(:paths AS VARCHAR ARRAY),
    CAST(:bodies AS VARCHAR ARRAY), CAST(:idempotencyKeys AS VARCHAR ARRAY), CAST(:statuses AS VARCHAR ARRAY),
    CAST(:expiresAt AS TIMESTAMP WITH TIME ZONE ARRAY)
) WITH ORDINALITY AS planned (command_id, position, mailbox, kind, method, path, body, idempotency_key, status, expires_at, place)
ORDER BY place
