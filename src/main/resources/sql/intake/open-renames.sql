-- settled_at: of one that Linq has accepted and whose effect is awaited no longer, or never was.
SELECT call_id, mailbox, body, CASE WHEN status IN ('accepted', 'unconfirmed') AND confirm_at IS NULL THEN finished_at END AS settled_at,
       (SELECT not_before FROM command WHERE command.command_id = call.command_id AND command.status = 'delayed') AS delayed_until
FROM call
WHERE call_id = ANY(:callIds)
