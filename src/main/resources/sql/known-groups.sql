SELECT mailbox, group_ref, chat_id, command_id, status
FROM chat_group
WHERE group_ref = ANY(:groupRefs)
   OR chat_id = ANY(:chatIds)
