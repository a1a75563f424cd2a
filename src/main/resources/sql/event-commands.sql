SELECT idempotency_key, message_id, command.command_id, group_ref
FROM call
JOIN command ON command.command_id = call.command_id
WHERE idempotency_key = ANY(:idempotencyKeys)
   OR message_id = ANY(:messageIds)
