SELECT message_id, command_id
FROM call
WHERE message_id = ANY(:messageIds)
  AND kind = 'SEND_POLL'
