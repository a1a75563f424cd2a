SELECT chat_id, mailbox, group_ref, entered_at
FROM chat_group
WHERE chat_id = ANY(:chatIds)
ORDER BY mailbox
