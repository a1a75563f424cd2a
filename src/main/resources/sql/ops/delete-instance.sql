DELETE FROM instance
WHERE instance_id = :instanceId
