SELECT command_id,
       CASE
           WHEN COUNT(CASE WHEN status IN ('failed', 'refused') THEN 1 END) > 0 THEN 'failed'
           WHEN COUNT(CASE WHEN status = 'cancelled' THEN 1 END) > 0 THEN 'expired'
           WHEN COUNT(confirm_at) > 0 THEN 'confirming'
           WHEN COUNT(CASE WHEN status = 'unconfirmed' THEN 1 END) > 0 THEN 'unconfirmed'
           WHEN COUNT(CASE WHEN status = 'confirmed' THEN 1 END) = COUNT(*) THEN 'confirmed'
           ELSE 'accepted'
       END AS status
FROM call
WHERE command_id = ANY(:commandIds)
GROUP BY command_id
HAVING COUNT(CASE WHEN status = 'waiting' THEN 1 END) = 0
