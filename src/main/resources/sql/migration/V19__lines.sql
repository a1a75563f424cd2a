-- New conversations of a line: groups that it has made, and people that were added to groups. Counted in periods of ten minutes, for a
-- rolling day.
CREATE TABLE line_contacts (
    line     VARCHAR(64),
    since    TIMESTAMP WITH TIME ZONE,
    contacts BIGINT NOT NULL,
    PRIMARY KEY (line, since)
);
