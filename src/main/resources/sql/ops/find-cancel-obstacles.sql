-- Read without a lock, after those that could be cancelled are locked: what another transaction is changing is as it was before.
SELECT command_id, status,
       (SELECT COUNT(*)
        FROM mailbox
        WHERE mailbox.mailbox = command.mailbox
          AND lease IS NOT NULL) > 0 AS leased,
       (SELECT COUNT(*)
        FROM call
        WHERE call.command_id = command.command_id
          AND (call.status NOT IN ('delayed', 'waiting')
               OR first_try_at IS NOT NULL
               OR attempts > 0
               OR begun
               OR maybe_done)) > 0 AS tried
FROM command
WHERE command_id = ANY(:commandIds)
