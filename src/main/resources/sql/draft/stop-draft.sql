UPDATE draft
SET status = 'editing', batch_id = NULL, send_at = NULL, version = version + 1, changed_by = :user, changed_at = :now
WHERE draft_id = :draftId
  AND status = 'held'
