INSERT INTO refusal (source_id, command_id, place, status, problems, refused_at)
VALUES (:sourceId, :commandId, :place, :status, :problems, :now)
ON CONFLICT DO NOTHING
