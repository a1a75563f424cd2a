-- From when on a group that waits may go from another line: the pool has chosen its line, and its create was never sent. NULL: it may not, and
-- for groups of older versions.
ALTER TABLE chat_group ADD COLUMN may_move_at TIMESTAMP WITH TIME ZONE;
CREATE INDEX chat_group_movable ON chat_group (line, turn_no) ${only_movable};
