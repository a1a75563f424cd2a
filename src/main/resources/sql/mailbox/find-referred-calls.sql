-- Not joined: PostgreSQL may read the whole table for it.
SELECT call_id, command_id, position, mailbox, kind, status, message_id, finished_at, CASE WHEN confirm_at IS NULL THEN FALSE ELSE TRUE END AS awaited,
       (SELECT status FROM command WHERE command.command_id = call.command_id) AS command_status
FROM call
WHERE command_id = ANY(:commandIds)
  AND position = ANY(:positions)
