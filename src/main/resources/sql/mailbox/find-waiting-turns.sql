SELECT chat_group.mailbox, chat_group.line
FROM line_pace
JOIN chat_group ON chat_group.line = line_pace.line AND turn_no >= 0
WHERE NOT (line_pace.line = ANY(:lines))
LIMIT :limit
