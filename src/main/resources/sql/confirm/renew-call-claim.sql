UPDATE call
SET confirm_at = :until
WHERE call_id = :callId
  AND confirm_at = :claimedUntil
