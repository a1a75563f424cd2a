UPDATE call
SET mailbox = :mailbox
WHERE call_id = ANY(:callIds)
