SELECT call_id, body
FROM call
WHERE call_id = ANY(:callIds)
