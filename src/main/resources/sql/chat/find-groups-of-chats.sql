SELECT chat_group.chat_id, chat_group.group_ref, batch_id
FROM chat_group
LEFT JOIN command ON command.command_id = chat_group.command_id
WHERE chat_group.chat_id = ANY(:chatIds)
ORDER BY chat_group.group_ref NULLS LAST
