SELECT command_id, position, method, REPLACE(path, '{message_id}', COALESCE(referred_message_id, '{message_id}')) AS path,
       status, attempts, http_status, message_id, trace_id, error_code, error_message,
       doc_url
FROM call
WHERE command_id = ANY(:commandIds)
ORDER BY command_id, position
