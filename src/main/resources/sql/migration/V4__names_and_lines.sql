-- When the ledger first heard of the group: a chat that was known before a create was sent is not that create's.
ALTER TABLE chat_group ADD COLUMN entered_at TIMESTAMP WITH TIME ZONE;
