INSERT INTO command (command_id, type, source_id, source, place, batch_id, row_no, mailbox, group_ref, chat_id, warnings, status, not_before, replays, trace_context, accepted_at)
SELECT command_id, type, source_id, source, place, batch_id, row_no, mailbox, group_ref, chat_id, warnings, status, not_before, 0, trace_context, :now
FROM UNNEST(
    CAST(:commandIds AS VARCHAR ARRAY), CAST(:types AS VARCHAR ARRAY), CAST(:sourceIds AS VARCHAR ARRAY),
    CAST(:sources AS VARCHAR ARRAY), CAST(:places AS VARCHAR ARRAY), CAST(:batchIds AS VARCHAR ARRAY),
    CAST(:rowNos AS BIGINT ARRAY), CAST(:mailboxes AS VARCHAR ARRAY), CAST(:groupRefs AS VARCHAR ARRAY),
    CAST(:chatIds AS VARCHAR ARRAY), CAST(:warnings AS VARCHAR ARRAY), CAST(:statuses AS VARCHAR ARRAY),
    CAST(:notBefore AS TIMESTAMP WITH TIME ZONE ARRAY), CAST(:traceContexts AS VARCHAR ARRAY)
) AS accepted (command_id, type, source_id, source, place, batch_id, row_no, mailbox, group_ref, chat_id, warnings, status, not_before, trace_context)
ON CONFLICT DO NOTHING
