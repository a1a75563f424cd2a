SELECT idempotency_key, message_id, trace_id, command.command_id, group_ref, batch_id
FROM (SELECT call_id FROM call WHERE idempotency_key = ANY(:idempotencyKeys)
      UNION ALL
      SELECT call_id FROM call WHERE message_id = ANY(:messageIds)
      UNION ALL
      SELECT call_id FROM call WHERE trace_id = ANY(:traceIds)) AS found
JOIN call ON call.call_id = found.call_id
JOIN command ON command.command_id = call.command_id
