SELECT mailbox, line
FROM chat_group
WHERE line = :line
  AND turn_no >= 0
ORDER BY line, turn_no
LIMIT 1
