SELECT source_id, command_id, replayed_by, replayed_at
FROM replayed_dead_letter
WHERE source_id = ANY(:sourceIds)
