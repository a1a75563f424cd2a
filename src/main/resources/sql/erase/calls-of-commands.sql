SELECT call_id, command_id, mailbox, path, body, idempotency_key, error_message, referred_command_id,
       confirm_at IS NOT NULL OR status IN ('delayed', 'waiting') AS open
FROM call
WHERE command_id = ANY(:commandIds)
ORDER BY call_id
