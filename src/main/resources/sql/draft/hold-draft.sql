UPDATE draft
SET status = 'held', batch_id = :batchId, send_at = :sendAt, version = version + 1, changed_by = :user, changed_at = :now
WHERE draft_id = :draftId
  AND version = :version
  AND status = 'editing'
