SELECT batch_id, COUNT(*) AS row_count
FROM (SELECT chat_group.command_id
      FROM line_pace
      JOIN chat_group ON chat_group.line = line_pace.line AND turn_no >= 0
      LIMIT :limit) AS waiting
JOIN command ON command.command_id = waiting.command_id
WHERE batch_id = ANY(:batchIds)
GROUP BY batch_id
