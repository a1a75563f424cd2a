DELETE FROM line_pace
WHERE line IN (SELECT line FROM line_pace WHERE turn_at < :before LIMIT :limit)
  AND (SELECT MIN(turn_no) FROM chat_group WHERE chat_group.line = line_pace.line AND turn_no >= 0) IS NULL
