INSERT INTO event (event_id, event_type, chat_id, message_id, received_at)
VALUES (:eventId, :eventType, :chatId, :messageId, :now)
ON CONFLICT DO NOTHING
