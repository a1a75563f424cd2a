INSERT INTO instance (instance_id, host, version, started_at, seen_at, counts)
VALUES (:instanceId, :host, :version, :startedAt, CURRENT_TIMESTAMP, :counts)
