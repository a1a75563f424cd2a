SELECT call_id, command_id, position, kind, path, body,
       (SELECT chat_id FROM chat_group WHERE chat_group.mailbox = call.mailbox) AS chat_id,
       idempotency_key, message_id, trace_id, COALESCE(in_doubt_since, first_try_at) AS first_try_at,
       finished_at AS accepted_at, half_confirmed AS half
FROM call
WHERE confirm_at IS NOT NULL
  AND call_id IN (SELECT call_id FROM call
                  WHERE confirm_at IS NOT NULL
                    AND mailbox IN (SELECT mailbox FROM chat_group WHERE chat_id = ANY(:chatIds))
                  UNION ALL
                  SELECT call_id FROM call WHERE message_id = ANY(:messageIds)
                  UNION ALL
                  SELECT call_id FROM call WHERE trace_id = ANY(:traceIds))
ORDER BY call_id
FOR UPDATE
