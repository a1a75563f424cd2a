UPDATE mailbox
SET sent = :sent,
    lease = CASE WHEN :keep THEN lease END,
    due_at = CASE
        WHEN :keep THEN due_at
        WHEN CAST(:due AS TIMESTAMP WITH TIME ZONE) IS NOT NULL THEN CAST(:due AS TIMESTAMP WITH TIME ZONE)
        WHEN arrived <> :arrived THEN CAST(:now AS TIMESTAMP WITH TIME ZONE)
    END
WHERE mailbox = :mailbox
  AND lease = :lease
