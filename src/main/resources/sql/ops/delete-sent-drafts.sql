DELETE FROM draft
WHERE draft_id IN (SELECT draft_id FROM draft WHERE changed_at < :before AND status = 'sent' ORDER BY changed_at LIMIT :limit)
