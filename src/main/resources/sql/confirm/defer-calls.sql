UPDATE call
SET confirm_at = :confirmAt
WHERE call_id = ANY(:callIds)
  AND confirm_at IS NOT NULL
