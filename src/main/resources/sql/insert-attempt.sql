INSERT INTO intake_attempt (source_id, owner, deaths)
VALUES (:sourceId, :owner, 0)
