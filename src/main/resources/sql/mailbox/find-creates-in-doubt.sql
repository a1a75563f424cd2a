SELECT call_id, in_doubt_since
FROM call
WHERE call_id = ANY(:callIds)
  AND in_doubt_since IS NOT NULL
