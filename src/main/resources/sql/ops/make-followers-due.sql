-- A group that waited for its turn at its line has none to wait for.
UPDATE mailbox
SET due_at = :now
WHERE mailbox = ANY(:mailboxes)
  AND lease IS NULL
  AND due_at > :now
  AND (SELECT command_id
       FROM chat_group
       WHERE chat_group.mailbox = mailbox.mailbox
         AND chat_group.status = 'failed') = ANY(:commandIds)
