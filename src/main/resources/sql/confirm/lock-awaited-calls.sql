-- With a plain condition on confirm_at PostgreSQL may read the whole index of awaited calls.
SELECT call_id, command_id, position, kind, REPLACE(path, '{message_id}', COALESCE(referred_message_id, '{message_id}')) AS path,
       -- The content of messages is not compared, and may be large.
       CASE WHEN kind IN ('CREATE_CHAT', 'SEND_MESSAGE', 'SEND_VOICE_MEMO', 'SEND_POLL') THEN '' ELSE body END AS body,
       (SELECT chat_id FROM chat_group WHERE chat_group.mailbox = call.mailbox) AS chat_id,
       idempotency_key, message_id, trace_id, COALESCE(in_doubt_since, first_try_at) AS first_attempt_at,
       finished_at AS accepted_at, half_confirmed AS confirmed_field
FROM call
WHERE call_id = ANY(:callIds)
  AND CASE WHEN confirm_at IS NULL THEN FALSE ELSE TRUE END
ORDER BY call_id
FOR UPDATE
