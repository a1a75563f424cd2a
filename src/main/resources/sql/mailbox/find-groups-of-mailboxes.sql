SELECT mailbox, group_ref, chat_group.chat_id, COALESCE(chat_group.line, chat.line) AS line, member_set
FROM chat_group
LEFT JOIN chat ON chat.chat_id = chat_group.chat_id
WHERE mailbox = ANY(:mailboxes)
