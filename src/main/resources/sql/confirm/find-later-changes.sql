-- Changes of the same chat that were sent after the call, or may have been. Of waiting calls only the first may be in flight, and
-- only while the mailbox is leased. Joined by command, because finished calls have no index by mailbox.
SELECT later.command_id, later.kind, later.body
FROM call
JOIN command ON command.mailbox = call.mailbox
JOIN call AS later ON later.command_id = command.command_id
WHERE call.call_id = :callId
  AND later.call_id > :callId
  AND later.kind IN ('UPDATE_CHAT', 'ADD_PARTICIPANT', 'REMOVE_PARTICIPANT')
  AND (later.status NOT IN ('waiting', 'failed', 'cancelled')
       OR later.maybe_done
       OR (later.status = 'waiting'
           AND EXISTS (SELECT 1 FROM mailbox WHERE mailbox.mailbox = call.mailbox AND lease IS NOT NULL)
           AND later.call_id = (SELECT MIN(call_id)
                                FROM call AS waiting
                                WHERE waiting.mailbox = call.mailbox
                                  AND status = 'waiting')))
ORDER BY later.call_id
