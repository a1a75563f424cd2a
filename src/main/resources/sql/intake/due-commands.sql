SELECT command_id, mailbox
FROM command
WHERE status = 'delayed'
  AND not_before <= :now
  AND NOT (mailbox = ANY(:obstructed))
ORDER BY not_before, command_no
LIMIT :limit
