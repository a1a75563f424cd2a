-- A subquery of its own for each chat: for a join PostgreSQL may read the whole index of awaited calls.
SELECT ARRAY(SELECT call_id
             FROM call
             WHERE call.mailbox = chat_group.mailbox
               AND confirm_at IS NOT NULL) AS call_ids
FROM chat_group
WHERE chat_id = ANY(:chatIds)
