SELECT scope, name, reason, paused_by, paused_at
FROM pause
ORDER BY paused_at, scope, name
LIMIT :limit
