-- The changes of members that are not confirmed yet: a message waits for those before it.
CREATE INDEX call_changing_members ON call (mailbox, ${kind_on_h2} call_id) ${only_member_change};
