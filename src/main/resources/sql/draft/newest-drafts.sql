SELECT draft_id, file, version, status, batch_id, uploaded_as, rest_id, send_at, changed_by, changed_at
FROM draft
ORDER BY changed_at DESC, draft_id
LIMIT :limit
