UPDATE call
SET status = :status, confirm_at = :confirmAt, attempts = attempts + 1,
    first_try_at = COALESCE(first_try_at, :startedAt), finished_at = :now,
    http_status = :httpStatus, message_id = :messageId, trace_id = :traceId,
    error_code = NULL, error_message = NULL, doc_url = NULL
WHERE call_id = :callId
  AND status || '' = 'waiting'
