-- A body of more than :bytes is not read. The mailboxes are locked, so these calls are still waiting: a condition on that would let
-- PostgreSQL choose the index of all waiting calls.
SELECT call_id, command_id, position, mailbox,
       -- Not joined: PostgreSQL may read the whole table for it.
       (SELECT batch_id FROM command WHERE command.command_id = call.command_id) AS batch_id,
       CASE WHEN :traced THEN (SELECT trace_context FROM command WHERE command.command_id = call.command_id) END AS trace_context, kind, method, path,
       CASE WHEN COALESCE(body_bytes, OCTET_LENGTH(body)) <= :bytes THEN body END AS body,
       COALESCE(body_bytes, OCTET_LENGTH(body)) AS bytes, call_id = ANY(:followedIds) AS more,
       attempts, maybe_done, failing_since, not_ready_since, expires_at,
       referred_command_id IS NOT NULL OR referred_event_id IS NOT NULL AS refers
FROM call
WHERE call_id = ANY(:callIds)
ORDER BY call_id
