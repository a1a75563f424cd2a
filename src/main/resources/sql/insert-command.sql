INSERT INTO command (command_id, type, source_id, source, place, mailbox, group_ref, chat_id, notes, status, accepted_at)
VALUES (:commandId, :type, :sourceId, :source, :place, :mailbox, :groupRef, :chatId, :notes, 'waiting', :now)
ON CONFLICT DO NOTHING
