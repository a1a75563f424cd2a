SELECT call_id, mailbox, body,
       (SELECT not_before FROM command WHERE command.command_id = call.command_id AND command.status = 'delayed') AS delayed_until
FROM call
WHERE call_id = ANY(:callIds)
