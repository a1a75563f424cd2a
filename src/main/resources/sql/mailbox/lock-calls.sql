SELECT call_id
FROM call
WHERE call_id = ANY(:callIds)
ORDER BY call_id
FOR UPDATE
