SELECT MAX(chat_id) AS last_key, COUNT(CASE WHEN line = :handle THEN 1 END) > 0 AS found
FROM (SELECT chat_id, line
      FROM chat
      WHERE chat_id > :after
      ORDER BY chat_id
      LIMIT :limit) AS page
