INSERT INTO command (command_id, type, source_id, source, place, batch_id, row_no, mailbox, group_ref, chat_id, warnings, status, not_before, replays, accepted_at)
VALUES (:commandId, :type, :sourceId, :source, :place, :batchId, :rowNo, :mailbox, :groupRef, :chatId, :warnings, :status, :notBefore, 0, :now)
ON CONFLICT DO NOTHING
