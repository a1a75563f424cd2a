INSERT INTO event (event_id, event_type, chat_id, received_at)
VALUES (:eventId, :eventType, :chatId, :now)
ON CONFLICT DO NOTHING
