-- The first calls of each mailbox up to :bytes of bodies in all, and always the first; without its body if that alone is larger.
-- Bodies are read by a subquery: in the inner query, H2 would load those of all waiting calls into memory.
SELECT call_id, command_id, position, mailbox, kind, method, path,
       CASE WHEN bytes <= :bytes THEN (SELECT body FROM call WHERE call.call_id = chosen.call_id) END AS body, bytes, more,
       attempts, maybe_done, failing_since, not_ready_since, expires_at
FROM (SELECT call_id, command_id, position, mailbox, kind, method, path, attempts, maybe_done, failing_since,
             not_ready_since, expires_at,
             ROW_NUMBER() OVER in_order AS place_in_mailbox,
             SUM(OCTET_LENGTH(body)) OVER in_order AS bytes,
             LEAD(call_id) OVER in_order IS NOT NULL AS more
      FROM call
      WHERE mailbox = ANY(:mailboxes)
        AND status = 'waiting'
      WINDOW in_order AS (PARTITION BY mailbox ORDER BY call_id)) AS chosen
WHERE place_in_mailbox <= :limit
  AND (place_in_mailbox = 1 OR bytes <= :bytes)
ORDER BY call_id
