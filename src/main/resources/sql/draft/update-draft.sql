UPDATE draft
SET content = :content, options = :options, version = version + 1, changed_by = :user, changed_at = :now
WHERE draft_id = :draftId
  AND version = :version
  AND status = 'editing'
