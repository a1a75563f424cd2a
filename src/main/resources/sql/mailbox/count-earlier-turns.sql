SELECT COUNT(*)
FROM (SELECT 1
      FROM chat_group
      WHERE line = :line
        AND turn_no >= 0
        AND turn_no < :turnNo
      LIMIT :limit) AS earlier
