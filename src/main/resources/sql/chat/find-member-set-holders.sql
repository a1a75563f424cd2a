-- A scalar subquery: for EXISTS, PostgreSQL may read all waiting calls.
SELECT member_set.member_set, member_set.mailbox, chat_group.chat_id,
       rename_sent_at, rename_failed_at,
       (SELECT 1
        FROM call
        WHERE call.mailbox = member_set.mailbox
          AND call.status = 'waiting'
          AND kind = 'UPDATE_CHAT'
          AND body LIKE '%"display_name":%'
        LIMIT 1) IS NOT NULL AS rename_waits
FROM member_set
JOIN chat_group ON chat_group.mailbox = member_set.mailbox
WHERE member_set.member_set = ANY(:memberSets)
