SELECT command_id, COALESCE(group_ref, chat_id) AS group_name, batch_id, trace_context
FROM command
WHERE command_id = ANY(:commandIds)
