-- A subquery of its own for each mailbox: for a join PostgreSQL may read the whole index of awaited calls.
SELECT name
FROM UNNEST(CAST(:mailboxes AS VARCHAR ARRAY)) AS wanted (name)
WHERE (SELECT MAX(finished_at)
       FROM call
       WHERE call.mailbox = name
         AND confirm_at IS NOT NULL) > :since
