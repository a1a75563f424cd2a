-- With a plain condition on confirm_at PostgreSQL may read the whole index of awaited calls.
UPDATE call
SET confirm_at = :confirmAt
WHERE call_id = ANY(:callIds)
  AND CASE WHEN confirm_at IS NULL THEN FALSE ELSE TRUE END
