SELECT chat_id, mailbox
FROM chat_group
WHERE chat_id = ANY(:chatIds)
