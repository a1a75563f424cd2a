SELECT command_id, referred_command_id, referred_number, referred_event_id,
       (SELECT accepted_at FROM command WHERE command.command_id = call.command_id) AS accepted_at,
       (SELECT first.expires_at FROM call AS first WHERE first.command_id = call.command_id AND first.position = 1) AS expires_at
FROM call
WHERE command_id = ANY(:commandIds)
  AND (referred_command_id IS NOT NULL OR referred_event_id IS NOT NULL)
