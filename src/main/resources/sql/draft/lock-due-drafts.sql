SELECT draft_id
FROM draft
WHERE send_at <= :now
  AND status IN ('held', 'sending')
ORDER BY send_at
LIMIT :limit
FOR UPDATE SKIP LOCKED
