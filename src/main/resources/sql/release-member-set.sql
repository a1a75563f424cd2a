DELETE FROM member_set
WHERE mailbox IN (SELECT mailbox
                  FROM chat_group
                  WHERE chat_group.mailbox = :mailbox
                    AND (status = 'failed' OR named_at IS NOT NULL OR (status = 'created' AND display_name IS NULL)))
