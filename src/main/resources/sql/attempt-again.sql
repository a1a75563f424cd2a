UPDATE intake_attempt
SET owner = :owner, deaths = :deaths
WHERE source_id = :sourceId
