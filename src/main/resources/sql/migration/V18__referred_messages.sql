-- The message that a call replies to, reacts to or changes, as the producer names it: a message of a command, counted from 1, or the
-- message of an event. referred_message_id: Linq's id of it, once it is known.
ALTER TABLE call ADD COLUMN referred_command_id VARCHAR(512);
ALTER TABLE call ADD COLUMN referred_number INTEGER;
ALTER TABLE call ADD COLUMN referred_event_id VARCHAR(64);
ALTER TABLE call ADD COLUMN referred_message_id VARCHAR(64);

-- So that a command can refer to the message of an event.
ALTER TABLE event ADD COLUMN message_id VARCHAR(64);
