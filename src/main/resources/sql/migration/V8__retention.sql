-- What is finished is deleted after some time. Commands are found by status and time; those of a file go with their file.
CREATE INDEX command_finished ON command (batch_id, status, finished_at) ${only_finished};
CREATE INDEX refusal_by_time ON refusal (batch_id, refused_at) ${only_of_no_batch};
CREATE INDEX batch_finished ON batch (finished_at) ${only_done};

-- Whether a group has commands.
CREATE INDEX command_of_mailbox ON command (mailbox);

-- batch.status: reading, working, done, ending (it is being deleted: its file, if it comes again, is new).

-- Of a chat that the line is in no more: when anything was last heard of it.
ALTER TABLE chat ADD COLUMN left_at TIMESTAMP WITH TIME ZONE;
UPDATE chat
SET left_at = CURRENT_TIMESTAMP
WHERE state ~ '"status":"(left|removed)"[^}]*"me":true';
CREATE INDEX chat_left ON chat (left_at) ${only_left};
