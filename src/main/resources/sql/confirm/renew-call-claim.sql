-- With a plain condition on confirm_at PostgreSQL may read the whole index of awaited calls.
UPDATE call
SET confirm_at = :until
WHERE call_id = :callId
  AND CASE WHEN confirm_at = :claimedUntil THEN TRUE ELSE FALSE END
