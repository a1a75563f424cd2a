SELECT draft_id, file, version, status, batch_id, uploaded_as, rest_id, send_at, changed_by, changed_at
FROM draft
WHERE uploaded_as = :uploadedAs
  AND status <> 'editing'
ORDER BY changed_at DESC
LIMIT 1
