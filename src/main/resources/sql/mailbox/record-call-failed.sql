UPDATE call
SET status = 'failed', attempts = attempts + 1, first_try_at = COALESCE(first_try_at, :startedAt), finished_at = :now,
    http_status = :httpStatus, trace_id = :traceId,
    error_code = :errorCode, error_message = :errorMessage, doc_url = :docUrl
WHERE call_id = :callId
  AND status || '' = 'waiting'
