UPDATE call
SET referred_message_id = :messageId
WHERE call_id = :callId
