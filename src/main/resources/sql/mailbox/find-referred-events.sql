SELECT event_id, event_type, chat_id, message_id
FROM event
WHERE event_id = ANY(:eventIds)
