-- When the ledger first heard of the group: a chat that was known before a create was sent is not that create's.
ALTER TABLE chat_group ADD COLUMN entered_at TIMESTAMP WITH TIME ZONE;

-- Of the last rename that Linq accepted: when it was sent; and when an event last said that a name could not be set.
ALTER TABLE chat_group ADD COLUMN rename_sent_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE chat_group ADD COLUMN rename_failed_at TIMESTAMP WITH TIME ZONE;
UPDATE chat_group
SET rename_sent_at = (SELECT MAX(call.finished_at)
                      FROM call
                      WHERE call.command_id = chat_group.command_id
                        AND kind = 'UPDATE_CHAT'
                        AND call.status = 'accepted')
WHERE display_name IS NOT NULL
  AND mailbox IN (SELECT mailbox FROM member_set);

-- Received ones count, too.
ALTER TABLE line_day RENAME COLUMN sent TO messages;

-- The line of a chat, as events tell it.
CREATE TABLE chat_line (
    chat_id VARCHAR(64) PRIMARY KEY,
    line    VARCHAR(64) NOT NULL
);
