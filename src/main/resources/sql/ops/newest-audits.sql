SELECT audit_id, done_at, done_by, action, target, reason, items, result
FROM audit
WHERE audit_id < :before
ORDER BY audit_id DESC
LIMIT :limit
