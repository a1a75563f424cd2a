SELECT draft_id, file, version, status, batch_id, uploaded_as, rest_id, send_at, changed_by, changed_at
FROM draft
WHERE draft_id = :draftId
