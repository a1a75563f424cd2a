SELECT source_id
FROM refusal
WHERE source_id = ANY(:sourceIds)
