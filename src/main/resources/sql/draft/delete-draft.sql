DELETE FROM draft
WHERE draft_id = :draftId
  AND status IN ('editing', 'sent')
