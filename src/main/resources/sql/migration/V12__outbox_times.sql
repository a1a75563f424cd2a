-- For the age of the oldest record of a topic.
ALTER TABLE outbox ADD COLUMN added_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL;
