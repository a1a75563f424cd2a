SELECT MAX(mailbox) AS last_key, COUNT(CASE WHEN line = :handle THEN 1 END) > 0 AS found
FROM (SELECT mailbox, line
      FROM chat_group
      WHERE mailbox > :after
      ORDER BY mailbox
      LIMIT :limit) AS page
