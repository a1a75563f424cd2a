-- A statement of its own: as a condition of another one, H2 may evaluate it for each row.
SELECT call_id
FROM call
WHERE idempotency_key = ANY(:idempotencyKeys)
UNION ALL
SELECT call_id
FROM call
WHERE message_id = ANY(:messageIds)
UNION ALL
SELECT call_id
FROM call
WHERE trace_id = ANY(:traceIds)
