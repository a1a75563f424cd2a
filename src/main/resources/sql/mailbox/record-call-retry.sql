UPDATE call
SET attempts = attempts + :counted, first_try_at = COALESCE(first_try_at, :startedAt),
    maybe_done = maybe_done OR :maybeDone,
    failing_since = CASE WHEN :counted = 1 THEN COALESCE(failing_since, :startedAt) ELSE failing_since END,
    not_ready_since = CASE WHEN :notReady THEN COALESCE(not_ready_since, :startedAt)
                           WHEN :counted = 0 THEN not_ready_since
                      END,
    http_status = :httpStatus, trace_id = :traceId, error_code = :errorCode, error_message = :errorMessage,
    doc_url = :docUrl, begun = FALSE
WHERE call_id = :callId
  AND status || '' = 'waiting'
