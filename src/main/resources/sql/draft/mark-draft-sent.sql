UPDATE draft
SET status = 'sent', content = NULL, options = NULL, send_at = NULL, changed_at = :now
WHERE draft_id = :draftId
