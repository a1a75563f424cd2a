-- In this order: call_id is the order inside a mailbox.
INSERT INTO call (command_id, position, mailbox, kind, method, path, body, body_bytes, idempotency_key, status, expires_at, attempts,
                  begun, referred_command_id, referred_number, referred_event_id)
SELECT command_id, position, mailbox, kind, method, path, body, OCTET_LENGTH(body), idempotency_key, status, expires_at, 0, FALSE,
       referred_command_id, referred_number, referred_event_id
FROM UNNEST(
    CAST(:commandIds AS VARCHAR ARRAY), CAST(:positions AS BIGINT ARRAY), CAST(:mailboxes AS VARCHAR ARRAY),
    CAST(:kinds AS VARCHAR ARRAY), CAST(:methods AS VARCHAR ARRAY), CAST(:paths AS VARCHAR ARRAY),
    CAST(:bodies AS VARCHAR ARRAY), CAST(:idempotencyKeys AS VARCHAR ARRAY), CAST(:statuses AS VARCHAR ARRAY),
    CAST(:expiresAt AS TIMESTAMP WITH TIME ZONE ARRAY), CAST(:referredCommandIds AS VARCHAR ARRAY),
    CAST(:referredNumbers AS BIGINT ARRAY), CAST(:referredEventIds AS VARCHAR ARRAY)
) WITH ORDINALITY AS planned (command_id, position, mailbox, kind, method, path, body, idempotency_key, status, expires_at, referred_command_id,
                                referred_number, referred_event_id, place)
ORDER BY place
