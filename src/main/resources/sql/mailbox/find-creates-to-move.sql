-- call_id: NULL if the create may have been sent. first_try_at: set with the first answer, whatever it was. Not joined: PostgreSQL may read
-- the whole table of calls for it.
SELECT mailbox, turn_no, member_set,
       (SELECT call_id
        FROM call
        WHERE call.command_id = chat_group.command_id
          AND position = 1
          AND call.status || '' = 'waiting'
          AND attempts = 0
          AND first_try_at IS NULL
          AND in_doubt_since IS NULL
          AND NOT maybe_done
          AND NOT begun
          AND (expires_at IS NULL OR expires_at > :now)) AS call_id,
       (SELECT SUBSTRING(body FROM 1 FOR :chars)
        FROM call
        WHERE call.command_id = chat_group.command_id
          AND position = 1) AS body
FROM chat_group
WHERE mailbox = ANY(:mailboxes)
  AND status = 'creating'
  AND chat_id IS NULL
  AND line = :line
  AND turn_no >= 0
  AND may_move_at <= :now
ORDER BY turn_no
