-- A chat has one mailbox. A ledger may have two for one that was named by its id before the answer to its create came: what waits in
-- the one that only has the chat's id moves to the group's, in the order of acceptance.
--
-- Of several groups that Linq put into one chat it is the first one's; see StrayCreates. The others have no name to come, for
-- which creates with the same members would wait.
DELETE FROM member_set
WHERE mailbox IN (SELECT mailbox
                  FROM chat_group
                  WHERE group_ref IS NOT NULL
                    AND EXISTS (SELECT 1
                                FROM chat_group AS earlier
                                WHERE earlier.chat_id = chat_group.chat_id
                                  AND earlier.group_ref IS NOT NULL
                                  AND earlier.mailbox < chat_group.mailbox));
UPDATE chat_group
SET chat_id = NULL, status = 'failed'
WHERE group_ref IS NOT NULL
  AND chat_id IS NOT NULL
  AND EXISTS (SELECT 1
              FROM chat_group AS earlier
              WHERE earlier.chat_id = chat_group.chat_id
                AND earlier.group_ref IS NOT NULL
                AND earlier.mailbox < chat_group.mailbox);

CREATE TABLE merged_mailbox (
    mailbox VARCHAR(512) PRIMARY KEY,
    target  VARCHAR(512) NOT NULL
);
INSERT INTO merged_mailbox (mailbox, target)
SELECT by_id.mailbox, named.mailbox
FROM chat_group AS by_id
JOIN chat_group AS named ON named.chat_id = by_id.chat_id
WHERE by_id.group_ref IS NULL
  AND named.group_ref IS NOT NULL;

-- Whoever had it may have made its next call.
UPDATE call
SET maybe_done = TRUE
WHERE call_id IN (SELECT MIN(call_id)
                  FROM call AS waiting
                  JOIN mailbox ON mailbox.mailbox = waiting.mailbox
                  WHERE waiting.status = 'waiting'
                    AND mailbox.lease IS NOT NULL
                    AND mailbox.mailbox IN (SELECT mailbox FROM merged_mailbox)
                  GROUP BY waiting.mailbox);
UPDATE call
SET mailbox = (SELECT target FROM merged_mailbox WHERE merged_mailbox.mailbox = call.mailbox)
WHERE (status = 'waiting' OR confirm_at IS NOT NULL)
  AND mailbox IN (SELECT mailbox FROM merged_mailbox);
UPDATE command
SET mailbox = (SELECT target FROM merged_mailbox WHERE merged_mailbox.mailbox = command.mailbox)
WHERE status IN ('delayed', 'waiting', 'confirming')
  AND mailbox IN (SELECT mailbox FROM merged_mailbox);
UPDATE mailbox
SET due_at = COALESCE(due_at, TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00Z'), arrived = arrived + 1
WHERE mailbox IN (SELECT target FROM merged_mailbox);
DELETE FROM mailbox
WHERE mailbox IN (SELECT mailbox FROM merged_mailbox);
DELETE FROM chat_group
WHERE mailbox IN (SELECT mailbox FROM merged_mailbox);
DROP TABLE merged_mailbox;

-- command.mailbox of a finished command stays where it was accepted. Where it can be opened again its chat's mailbox is looked up.
DROP INDEX chat_group_by_chat;
CREATE UNIQUE INDEX chat_group_of_chat ON chat_group (chat_id);
