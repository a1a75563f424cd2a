UPDATE call
SET attempts = attempts + :counted, first_try_at = COALESCE(first_try_at, :startedAt), http_status = :httpStatus,
    trace_id = :traceId, error_code = :errorCode, error_message = :errorMessage, doc_url = :docUrl, begun = FALSE
WHERE call_id = :callId
  AND status || '' = 'waiting'
