UPDATE call
SET call_id = nextval('call_order'), mailbox = :mailbox, status = 'waiting', body = :body,
    body_bytes = OCTET_LENGTH(CAST(:body AS VARCHAR)), idempotency_key = :idempotencyKey, attempts = 0, begun = FALSE,
    maybe_done = :inDoubt, expires_at = NULL, half_confirmed = NULL, in_doubt_since = NULL, first_try_at = NULL, failing_since = NULL,
    not_ready_since = NULL, finished_at = NULL, http_status = NULL, message_id = NULL, trace_id = NULL, error_code = NULL,
    error_message = NULL, doc_url = NULL
WHERE command_id = :commandId
  AND position = :position
