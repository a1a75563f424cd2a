-- Two index lookups: with OR, H2 would scan the table. No EXISTS: PostgreSQL may read all chats for it.
SELECT chat_group.mailbox, chat_group.group_ref, chat_group.chat_id, chat_group.command_id, chat_group.line, chat_group.status,
       command.not_before AS opens_at,
       CASE WHEN (SELECT chat.left_at FROM chat WHERE chat.chat_id = chat_group.chat_id) IS NULL THEN FALSE ELSE TRUE END AS is_left
FROM chat_group
LEFT JOIN command ON command.command_id = chat_group.command_id AND command.status = 'delayed'
WHERE chat_group.group_ref = ANY(:groupRefs)
UNION
SELECT chat_group.mailbox, chat_group.group_ref, chat_group.chat_id, chat_group.command_id, chat_group.line, chat_group.status,
       command.not_before AS opens_at,
       CASE WHEN (SELECT chat.left_at FROM chat WHERE chat.chat_id = chat_group.chat_id) IS NULL THEN FALSE ELSE TRUE END AS is_left
FROM chat_group
LEFT JOIN command ON command.command_id = chat_group.command_id AND command.status = 'delayed'
WHERE chat_group.chat_id = ANY(:chatIds)
ORDER BY mailbox
