DELETE FROM member_set
WHERE mailbox IN (SELECT mailbox
                  FROM chat_group
                  WHERE chat_id = :chatId)
