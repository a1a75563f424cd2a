-- What Linq has said of each line. status: ACTIVE or FLAGGED, from events; reputation: HEALTHY, AT_RISK or CRITICAL; status_at and
-- reputation_at: since when, so that an older report does not replace a newer one. refused_at: when it has last refused new activity (code
-- 2027), unless it has taken a new group since. probed_at: when a new group was last let through to find that out. seen_at: when Linq has
-- last said anything. Older versions use line_health.
CREATE TABLE line_state (
    line          VARCHAR(64) PRIMARY KEY,
    status        VARCHAR(32),
    status_at     TIMESTAMP WITH TIME ZONE,
    reputation    VARCHAR(32),
    reputation_at TIMESTAMP WITH TIME ZONE,
    refused_at    TIMESTAMP WITH TIME ZONE,
    probed_at     TIMESTAMP WITH TIME ZONE,
    seen_at       TIMESTAMP WITH TIME ZONE NOT NULL
);
