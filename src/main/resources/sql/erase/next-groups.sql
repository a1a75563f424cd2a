SELECT mailbox, group_ref, command_id, display_name
FROM chat_group
WHERE mailbox > :after
ORDER BY mailbox
LIMIT :limit
