-- Without joins: PostgreSQL may read whole tables for them.
SELECT idempotency_key, message_id, trace_id, command_id,
       (SELECT group_ref FROM command WHERE command.command_id = found.command_id) AS group_ref,
       (SELECT batch_id FROM command WHERE command.command_id = found.command_id) AS batch_id,
       (SELECT trace_context FROM command WHERE command.command_id = found.command_id) AS trace_context
FROM (SELECT idempotency_key, message_id, trace_id, command_id FROM call WHERE idempotency_key = ANY(:idempotencyKeys)
      UNION ALL
      SELECT idempotency_key, message_id, trace_id, command_id FROM call WHERE message_id = ANY(:messageIds)
      UNION ALL
      SELECT idempotency_key, message_id, trace_id, command_id FROM call WHERE trace_id = ANY(:traceIds)) AS found
