-- In order: it keeps its place before all that waits. Else it is the last. Its attempts go on being counted.
UPDATE call
SET call_id = CASE WHEN :keepsOrder THEN call_id ELSE nextval('call_order') END, mailbox = :mailbox, kind = :kind, path = :path,
    status = 'waiting', body = :body, body_bytes = OCTET_LENGTH(CAST(:body AS VARCHAR)), idempotency_key = :idempotencyKey,
    begun = FALSE, maybe_done = FALSE, expires_at = NULL, confirm_at = NULL, half_confirmed = NULL, in_doubt_since = NULL,
    first_try_at = NULL, failing_since = NULL, not_ready_since = NULL, finished_at = NULL, http_status = NULL, message_id = NULL,
    trace_id = NULL, error_code = NULL, error_message = NULL, doc_url = NULL
WHERE call_id = :callId
  AND CASE WHEN confirm_at IS NULL THEN FALSE ELSE TRUE END
