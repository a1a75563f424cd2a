DELETE FROM signal
WHERE received_at < :before
