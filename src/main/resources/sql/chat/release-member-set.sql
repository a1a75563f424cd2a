-- Releases the set only if the group has its name, or could not be created.
DELETE FROM member_set
WHERE mailbox IN (SELECT mailbox
                  FROM chat_group
                  WHERE chat_group.mailbox = :mailbox
                    AND (status = 'failed' OR named_at IS NOT NULL))
