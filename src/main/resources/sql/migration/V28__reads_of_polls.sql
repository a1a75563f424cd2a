-- When a poll is read from Linq next, since an event about a vote may be lost. erased: a person was removed from it, or may have been, as
-- from every poll that an older version has stored; a read would bring the person's votes back.
ALTER TABLE poll ADD COLUMN read_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE poll ADD COLUMN erased BOOLEAN DEFAULT TRUE NOT NULL;
CREATE INDEX poll_to_read ON poll (read_at) ${only_to_read};
