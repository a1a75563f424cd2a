-- Not joined: PostgreSQL may read the whole table of calls for it.
SELECT mailbox, line, turn_at,
       (SELECT call_id
        FROM call
        WHERE call.command_id = chat_group.command_id
          AND position = 1
          AND call.status || '' = 'waiting'
          AND attempts = 0
          AND NOT maybe_done) AS call_id,
       (SELECT expires_at
        FROM call
        WHERE call.command_id = chat_group.command_id
          AND position = 1) AS expires_at
FROM chat_group
WHERE mailbox = ANY(:mailboxes)
  AND status = 'creating'
  AND line IS NOT NULL
