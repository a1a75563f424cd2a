-- Exact names and ids of any age; anything else among the newest.
SELECT found.mailbox, found.group_ref, found.chat_id, found.display_name, found.status, found.entered_at, mailbox.due_at,
       mailbox.lease IS NOT NULL AS leased
FROM (SELECT mailbox, group_ref, chat_id, display_name, status, entered_at
      FROM chat_group
      WHERE group_ref = :text
         OR chat_id = :text
      UNION
      SELECT mailbox, group_ref, newest.chat_id, display_name, status, entered_at
      FROM (SELECT *
            FROM chat_group
            WHERE entered_at IS NOT NULL
            ORDER BY entered_at DESC
            LIMIT :searched) AS newest
      LEFT JOIN chat ON chat.chat_id = newest.chat_id
      WHERE LOWER(group_ref) LIKE :pattern ESCAPE '!'
         OR LOWER(display_name) LIKE :pattern ESCAPE '!'
         OR newest.chat_id LIKE :pattern ESCAPE '!'
         OR LOWER(chat.state) LIKE :pattern ESCAPE '!') AS found
LEFT JOIN mailbox ON mailbox.mailbox = found.mailbox
ORDER BY found.entered_at DESC NULLS LAST, found.mailbox
LIMIT :limit
