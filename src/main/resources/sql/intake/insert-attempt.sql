INSERT INTO intake_attempt (source_id, owner, deaths, begun_at)
VALUES (:sourceId, :owner, :deaths, :now)
ON CONFLICT DO NOTHING
