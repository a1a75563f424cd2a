SELECT content, options
FROM draft
WHERE draft_id = :draftId
  AND content IS NOT NULL
