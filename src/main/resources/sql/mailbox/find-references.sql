SELECT call_id, referred_command_id, referred_number, referred_event_id, referred_message_id
FROM call
WHERE call_id = ANY(:callIds)
