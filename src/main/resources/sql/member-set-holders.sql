SELECT member_set.member_set, member_set.mailbox, chat_group.chat_id, chat_group.display_name, command.status,
       (SELECT MAX(call.finished_at)
        FROM call
        WHERE call.command_id = chat_group.command_id
          AND kind = 'UPDATE_CHAT'
          AND call.status = 'accepted') AS rename_accepted_at
FROM member_set
JOIN chat_group ON chat_group.mailbox = member_set.mailbox
JOIN command ON command.command_id = chat_group.command_id
WHERE member_set.member_set = ANY(:memberSets)
