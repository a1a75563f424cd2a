DELETE FROM member_set
WHERE mailbox IN (SELECT mailbox
                  FROM chat_group
                  WHERE chat_group.mailbox = :mailbox
                    AND (status = 'failed' OR named_at IS NOT NULL))
