INSERT INTO intake_attempt (source_id, owner, deaths)
VALUES (:sourceId, :owner, :deaths)
ON CONFLICT DO NOTHING
