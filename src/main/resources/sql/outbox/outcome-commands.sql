SELECT command.command_id, type, source, command.group_ref, COALESCE(chat_group.chat_id, command.chat_id) AS chat_id,
       warnings, command.status, replays, accepted_at, first_call_at, finished_at, command.batch_id,
       trace_context
FROM command
LEFT JOIN chat_group ON chat_group.mailbox = command.mailbox
WHERE command.command_id = ANY(:commandIds)
