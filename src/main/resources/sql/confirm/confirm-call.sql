UPDATE call
SET status = :status, confirm_at = NULL, error_code = :errorCode, error_message = :errorMessage
WHERE call_id = :callId
  AND confirm_at IS NOT NULL
