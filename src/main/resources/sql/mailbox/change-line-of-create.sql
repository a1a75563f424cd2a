-- Its body begins with the line.
UPDATE call
SET body = CAST(:to AS VARCHAR) || SUBSTRING(body FROM CHAR_LENGTH(CAST(:from AS VARCHAR)) + 1),
    body_bytes = body_bytes + OCTET_LENGTH(CAST(:to AS VARCHAR)) - OCTET_LENGTH(CAST(:from AS VARCHAR))
WHERE call_id = :callId
  AND status || '' = 'waiting'
