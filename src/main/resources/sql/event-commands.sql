SELECT idempotency_key, message_id, trace_id, command.command_id, group_ref, batch_id
FROM call
JOIN command ON command.command_id = call.command_id
WHERE call_id IN (SELECT call_id FROM call WHERE idempotency_key = ANY(:idempotencyKeys)
                  UNION ALL
                  SELECT call_id FROM call WHERE message_id = ANY(:messageIds)
                  UNION ALL
                  SELECT call_id FROM call WHERE trace_id = ANY(:traceIds))
