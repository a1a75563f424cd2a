-- The latest of each mailbox. A subquery of its own for each: for a join PostgreSQL may read the whole index of awaited calls.
SELECT mailbox, accepted_at
FROM (SELECT name AS mailbox,
             (SELECT MAX(finished_at)
              FROM call
              WHERE call.mailbox = name
                AND confirm_at IS NOT NULL) AS accepted_at
      FROM UNNEST(CAST(:mailboxes AS VARCHAR ARRAY)) AS wanted (name)) AS latest
WHERE accepted_at > :since
