UPDATE mailbox
SET lease = NULL,
    sent = :sent,
    due_at = CASE
        WHEN CAST(:due AS TIMESTAMP WITH TIME ZONE) IS NOT NULL THEN CAST(:due AS TIMESTAMP WITH TIME ZONE)
        WHEN arrived <> :arrived THEN CAST(:now AS TIMESTAMP WITH TIME ZONE)
    END
WHERE mailbox = :mailbox
  AND lease = :lease
