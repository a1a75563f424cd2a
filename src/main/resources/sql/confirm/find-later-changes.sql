SELECT command_id, kind, body
FROM call
WHERE call_id = ANY(:callIds)
ORDER BY call_id
