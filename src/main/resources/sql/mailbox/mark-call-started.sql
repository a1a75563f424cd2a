UPDATE call
SET begun = TRUE
WHERE call_id = :callId
  AND status || '' = 'waiting'
  AND NOT begun
