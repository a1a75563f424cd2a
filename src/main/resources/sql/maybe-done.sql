UPDATE call
SET maybe_done = TRUE
WHERE call_id = ANY(:callIds)
