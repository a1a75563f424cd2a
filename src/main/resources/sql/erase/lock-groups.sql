SELECT mailbox, group_ref, command_id, display_name
FROM chat_group
WHERE mailbox = ANY(:mailboxes)
ORDER BY mailbox
FOR UPDATE
