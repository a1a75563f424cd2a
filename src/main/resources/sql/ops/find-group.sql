SELECT chat_group.mailbox, group_ref, chat_group.chat_id, display_name, chat_group.status, entered_at, due_at,
       lease IS NOT NULL AS leased, COALESCE(chat_group.line, chat.line) AS line, chat.state, sent, holder.mailbox AS blocked_by,
       creation.body AS creation, creation.command_id AS creation_command_id
FROM chat_group
LEFT JOIN mailbox ON mailbox.mailbox = chat_group.mailbox
LEFT JOIN chat ON chat.chat_id = chat_group.chat_id
LEFT JOIN member_set AS holder ON holder.member_set = chat_group.member_set
                              AND holder.mailbox <> chat_group.mailbox
LEFT JOIN call AS creation ON creation.command_id = chat_group.command_id
                          AND creation.kind = 'CREATE_CHAT'
                          AND creation.status IN ('waiting', 'delayed')
WHERE chat_group.mailbox = :mailbox
