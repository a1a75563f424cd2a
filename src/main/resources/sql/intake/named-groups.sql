SELECT mailbox, display_name, (SELECT state FROM chat WHERE chat.chat_id = chat_group.chat_id) AS state
FROM chat_group
WHERE mailbox = ANY(:mailboxes)
