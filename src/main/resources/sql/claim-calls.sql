SELECT call_id, command_id, position, mailbox, kind, method, path, body, idempotency_key, attempts, maybe_done,
       failing_since, not_ready_since, expires_at
FROM (SELECT call.*, ROW_NUMBER() OVER (PARTITION BY mailbox ORDER BY call_id) AS place_in_mailbox
      FROM call
      WHERE mailbox = ANY(:mailboxes)
        AND status = 'waiting') AS waiting
WHERE place_in_mailbox <= :limit
ORDER BY call_id
