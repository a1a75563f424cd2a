INSERT INTO command (command_id, type, source_id, source, place, mailbox, group_ref, chat_id, warnings, status, accepted_at)
VALUES (:commandId, :type, :sourceId, :source, :place, :mailbox, :groupRef, :chatId, :warnings, 'waiting', :now)
ON CONFLICT DO NOTHING
