-- A dead letter that somebody has replayed on the console, by the id of the refused record, so that nobody replays it twice. command_id: as
-- what it was replayed.
CREATE TABLE replayed_dead_letter (
    source_id   VARCHAR(512) PRIMARY KEY,
    command_id  VARCHAR(512) NOT NULL,
    replayed_by VARCHAR(255) NOT NULL,
    replayed_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX replayed_dead_letter_by_time ON replayed_dead_letter (replayed_at);
