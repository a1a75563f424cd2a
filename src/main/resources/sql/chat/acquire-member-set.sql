INSERT INTO member_set (member_set, mailbox)
VALUES (:memberSet, :mailbox)
ON CONFLICT DO NOTHING
