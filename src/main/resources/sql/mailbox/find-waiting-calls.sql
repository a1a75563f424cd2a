-- The first calls of each mailbox up to :bytes of bodies in all, and always the first; without its body if that alone is larger.
-- Not read are those after the first :limit and one more: a mailbox may have 100,000 waiting calls. The inner query reads an index
-- only, because H2 reads the bodies of all rows that it reads.
SELECT call.call_id, command_id, position, call.mailbox, kind, method, path, CASE WHEN bytes <= :bytes THEN body END AS body, bytes, more,
       attempts, maybe_done, failing_since, not_ready_since, expires_at
FROM (SELECT call_id,
             ROW_NUMBER() OVER in_order AS place_in_mailbox,
             SUM(COALESCE(body_bytes, OCTET_LENGTH(body))) OVER in_order AS bytes,
             LEAD(call_id) OVER in_order IS NOT NULL AS more
      FROM (SELECT name,
                   (SELECT call_id
                    FROM call
                    WHERE mailbox = name
                      AND status = 'waiting'
                    ORDER BY call_id
                    OFFSET :limit ROWS FETCH FIRST 1 ROW ONLY) AS beyond
            FROM UNNEST(CAST(:mailboxes AS VARCHAR ARRAY)) AS wanted (name)) AS bound
      JOIN call ON mailbox = name AND status = 'waiting' AND call_id <= COALESCE(beyond, 9223372036854775807)
      WINDOW in_order AS (PARTITION BY mailbox ORDER BY call_id)) AS chosen
JOIN call ON call.call_id = chosen.call_id
WHERE place_in_mailbox <= :limit
  AND (place_in_mailbox = 1 OR bytes <= :bytes)
ORDER BY call.call_id
