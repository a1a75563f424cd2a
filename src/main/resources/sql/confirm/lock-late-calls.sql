SELECT call_id
FROM call
WHERE confirm_at <= :now
ORDER BY confirm_at
LIMIT :limit
FOR UPDATE SKIP LOCKED
