UPDATE signal
SET fresh = TRUE
WHERE chat_id = ANY(:chatIds)
   OR message_id = ANY(:messageIds)
   OR trace_id = ANY(:traceIds)
