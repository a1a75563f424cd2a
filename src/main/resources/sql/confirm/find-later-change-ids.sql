-- Changes of the same chat that were sent after the call, or may have been. Of waiting calls only the first may be in flight, and
-- only while the mailbox is leased. Found by command, because finished calls have no index by mailbox; in a subquery of its own for
-- each, because for a join PostgreSQL may read all later calls of all mailboxes.
SELECT call_ids
FROM (SELECT ARRAY(SELECT call_id
                   FROM call
                   WHERE call.command_id = command.command_id
                     AND call_id > :callId
                     AND kind IN ('UPDATE_CHAT', 'ADD_PARTICIPANT', 'REMOVE_PARTICIPANT')
                     AND (call.status NOT IN ('waiting', 'failed', 'cancelled')
                          OR maybe_done
                          OR (call.status = 'waiting'
                              AND EXISTS (SELECT 1 FROM mailbox WHERE mailbox.mailbox = call.mailbox AND lease IS NOT NULL)
                              AND call_id = (SELECT MIN(call_id)
                                             FROM call AS waiting
                                             WHERE waiting.mailbox = call.mailbox
                                               AND waiting.status = 'waiting')))) AS call_ids
      FROM command
      WHERE mailbox = (SELECT mailbox FROM call WHERE call_id = :callId)) AS later
WHERE CARDINALITY(call_ids) > 0
LIMIT :limit
