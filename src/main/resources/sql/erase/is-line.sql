SELECT 1
FROM (SELECT line FROM chat_group WHERE line = :handle
      UNION ALL
      SELECT line FROM chat WHERE line = :handle
      UNION ALL
      SELECT line FROM line_day WHERE line = :handle) AS lines
LIMIT 1
