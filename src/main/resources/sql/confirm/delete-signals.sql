DELETE FROM signal
WHERE signal_id = ANY(:signalIds)
