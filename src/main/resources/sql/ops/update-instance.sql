UPDATE instance
SET seen_at = CURRENT_TIMESTAMP, counts = :counts
WHERE instance_id = :instanceId
