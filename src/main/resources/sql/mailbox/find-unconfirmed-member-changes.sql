-- As find-unconfirmed-calls; asked for each message, so by an index of its own.
SELECT mailbox, accepted_at
FROM (SELECT name AS mailbox,
             (SELECT MAX(finished_at)
              FROM call
              WHERE call.mailbox = name
                AND confirm_at IS NOT NULL
                AND kind IN ('ADD_PARTICIPANT', 'REMOVE_PARTICIPANT', 'LEAVE_CHAT')) AS accepted_at
      FROM UNNEST(CAST(:mailboxes AS VARCHAR ARRAY)) AS wanted (name)) AS latest
WHERE accepted_at > :since
