-- With a plain condition on confirm_at PostgreSQL may read the whole index of awaited calls.
UPDATE call
SET status = :status, confirm_at = NULL, error_code = :errorCode, error_message = :errorMessage,
    -- Linq's answer to a call may lack it.
    message_id = COALESCE(message_id, :messageId)
WHERE call_id = :callId
  AND CASE WHEN confirm_at IS NULL THEN FALSE ELSE TRUE END
