UPDATE intake_attempt
SET owner = :owner, deaths = :deaths, begun_at = :now
WHERE source_id = :sourceId
