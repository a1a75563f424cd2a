SELECT line, turn_no, may_move_at IS NOT NULL AS may_move,
       (SELECT turn_at FROM line_pace WHERE line_pace.line = chat_group.line) AS last_turn
FROM chat_group
WHERE mailbox = :mailbox
  AND turn_no >= 0
