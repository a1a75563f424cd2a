DELETE FROM audit
WHERE audit_id IN (SELECT audit_id FROM audit WHERE done_at < :before ORDER BY done_at LIMIT :limit)
