DELETE FROM poll
WHERE message_id = ANY(:messageIds)
