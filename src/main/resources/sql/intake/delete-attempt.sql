DELETE FROM intake_attempt
WHERE source_id = :sourceId
