-- What is held until the time of a create that was cancelled has nothing to wait for.
UPDATE command
SET not_before = :now
WHERE mailbox = ANY(:mailboxes)
  AND status = 'delayed'
  AND not_before = (SELECT opening.not_before
                    FROM chat_group
                    JOIN command AS opening ON opening.command_id = chat_group.command_id
                    WHERE chat_group.mailbox = command.mailbox
                      AND chat_group.status = 'failed'
                      AND opening.command_id = ANY(:commandIds))
