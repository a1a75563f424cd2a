UPDATE call
SET half_confirmed = :half
WHERE call_id = :callId
  AND confirm_at IS NOT NULL
