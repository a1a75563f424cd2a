-- New conversations of a line: groups that it has made, and people that were added to groups. Counted in periods of ten minutes, for a
-- rolling day.
CREATE TABLE line_contacts (
    line     VARCHAR(64),
    since    TIMESTAMP WITH TIME ZONE,
    contacts BIGINT NOT NULL,
    PRIMARY KEY (line, since)
);

-- Of a group that waits for its turn to be created, where its line makes few groups a day: its place among those of the line, the id of
-- its create. turn_at: when it was its turn.
ALTER TABLE chat_group ADD COLUMN turn_no BIGINT;
ALTER TABLE chat_group ADD COLUMN turn_at TIMESTAMP WITH TIME ZONE;
CREATE INDEX chat_group_waiting_for_turn ON chat_group (line, turn_no) ${only_waiting_for_turn};

-- When a group of the line had its last turn.
CREATE TABLE line_pace (
    line    VARCHAR(64) PRIMARY KEY,
    turn_at TIMESTAMP WITH TIME ZONE NOT NULL
);

-- Groups that a line has yet to make are counted where a line is chosen.
CREATE INDEX chat_group_creating ON chat_group (${status_on_h2} line) ${only_creating};

-- Lines that make no new groups for now. status: FLAGGED or CRITICAL as Linq says, REFUSED where it has refused new activity (code 2027).
CREATE TABLE line_health (
    line   VARCHAR(64) PRIMARY KEY,
    status VARCHAR(32) NOT NULL,
    since  TIMESTAMP WITH TIME ZONE NOT NULL
);
