INSERT INTO refusal (source_id, command_id, place, batch_id, row_no, group_ref, chat_id, status, problems, refused_at)
VALUES (:sourceId, :commandId, :place, :batchId, :rowNo, :groupRef, :chatId, :status, :problems, :now)
ON CONFLICT DO NOTHING
