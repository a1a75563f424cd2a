-- With a plain condition on confirm_at PostgreSQL may read the whole index of awaited calls.
UPDATE call
SET half_confirmed = :half
WHERE call_id = :callId
  AND CASE WHEN confirm_at IS NULL THEN FALSE ELSE TRUE END
