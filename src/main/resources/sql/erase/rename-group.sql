UPDATE chat_group
SET mailbox = :renamed, group_ref = :groupRef, command_id = :commandId, display_name = :displayName
WHERE mailbox = :mailbox
