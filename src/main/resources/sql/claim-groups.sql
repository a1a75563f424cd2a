SELECT mailbox, group_ref, chat_id, line, member_set
FROM chat_group
WHERE mailbox = ANY(:mailboxes)
