-- When a poll is read from Linq next, since an event about a vote may be lost. erased: a person was removed from it; a read would bring the
-- person's votes back.
ALTER TABLE poll ADD COLUMN read_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE poll ADD COLUMN erased BOOLEAN DEFAULT FALSE NOT NULL;
CREATE INDEX poll_to_read ON poll (read_at) ${only_to_read};
-- What was lost before is read as well.
UPDATE poll
SET read_at = CURRENT_TIMESTAMP
WHERE changed_at > CURRENT_TIMESTAMP - INTERVAL '7' DAY;
