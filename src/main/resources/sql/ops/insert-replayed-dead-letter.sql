INSERT INTO replayed_dead_letter (source_id, command_id, replayed_by, replayed_at)
VALUES (:sourceId, :commandId, :user, :now)
