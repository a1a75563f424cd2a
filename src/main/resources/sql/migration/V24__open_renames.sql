-- The renames of a group that are not confirmed yet: a message may have the name in its text.
CREATE INDEX call_renaming ON call (mailbox, ${kind_on_h2} call_id) ${only_open_rename};
