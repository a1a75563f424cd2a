UPDATE signal
SET fresh = FALSE
WHERE signal_id = ANY(:signalIds)
