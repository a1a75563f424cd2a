SELECT COUNT(*)
FROM (SELECT 1
      FROM chat_group
      WHERE status = 'creating'
        AND line = :line
      LIMIT :limit) AS creating
