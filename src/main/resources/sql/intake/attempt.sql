SELECT source_id, owner, deaths
FROM intake_attempt
WHERE source_id = :sourceId
