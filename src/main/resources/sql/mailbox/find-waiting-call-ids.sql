-- The first :limit calls of each mailbox, and the bytes of each. A mailbox may have 100,000 waiting calls, so these are subqueries of
-- their own for each: of a join, PostgreSQL read all waiting calls of all mailboxes when it did not expect many. A range of one name and
-- the whole order of the index, because with an equality PostgreSQL may search the primary key, which is in the same order, and pass
-- the 100,000 calls of another mailbox; H2 sorts.
SELECT name AS mailbox,
       ARRAY(SELECT call_id
             FROM call
             WHERE mailbox >= name
               AND mailbox <= name
               AND status = 'waiting'
             ORDER BY mailbox, status, call_id
             FETCH FIRST :limit ROWS ONLY) AS call_ids,
       ARRAY(SELECT COALESCE(body_bytes, OCTET_LENGTH(body))
             FROM call
             WHERE mailbox >= name
               AND mailbox <= name
               AND status = 'waiting'
             ORDER BY mailbox, status, call_id
             FETCH FIRST :limit ROWS ONLY) AS body_bytes
FROM UNNEST(CAST(:mailboxes AS VARCHAR ARRAY)) AS wanted (name)
