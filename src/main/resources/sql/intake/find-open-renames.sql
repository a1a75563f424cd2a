-- The newest :limit of each mailbox, in a subquery of its own for each: a mailbox may have 100,000 calls.
SELECT name AS mailbox,
       ARRAY(SELECT call_id
             FROM call
             WHERE mailbox = name
               AND kind = 'UPDATE_CHAT'
               AND status IN ('delayed', 'waiting', 'accepted', 'unconfirmed')
             ORDER BY call_id DESC
             FETCH FIRST :limit ROWS ONLY) AS call_ids
FROM UNNEST(CAST(:mailboxes AS VARCHAR ARRAY)) AS wanted (name)
