SELECT mailbox, turn_no
FROM chat_group
WHERE line = :line
  AND turn_no >= 0
  AND may_move_at <= :now
ORDER BY line, turn_no
LIMIT :limit
