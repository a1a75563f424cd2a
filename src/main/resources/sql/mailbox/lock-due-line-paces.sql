SELECT line, turn_at
FROM line_pace
WHERE turn_at <= :before
  AND (SELECT MIN(turn_no) FROM chat_group WHERE chat_group.line = line_pace.line AND turn_no >= 0) IS NOT NULL
ORDER BY line
FOR UPDATE SKIP LOCKED
