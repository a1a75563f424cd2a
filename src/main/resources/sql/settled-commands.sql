SELECT command_id, MIN(first_try_at) AS first_call_at,
       CASE
           WHEN COUNT(CASE WHEN status = 'failed' THEN 1 END) > 0 THEN 'failed'
           WHEN COUNT(CASE WHEN status = 'cancelled' THEN 1 END) > 0 THEN 'expired'
           ELSE 'accepted'
       END AS status
FROM call
WHERE command_id = ANY(:commandIds)
GROUP BY command_id
HAVING COUNT(CASE WHEN status = 'waiting' THEN 1 END) = 0
