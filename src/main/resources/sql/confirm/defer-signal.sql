UPDATE signal
SET look_at = :lookAt
WHERE signal_id = :signalId
