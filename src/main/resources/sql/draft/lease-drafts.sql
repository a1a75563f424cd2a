UPDATE draft
SET status = 'sending', send_at = :until
WHERE draft_id = ANY(:draftIds)
