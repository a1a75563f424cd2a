-- A sheet that somebody prepares on the console. status: editing, held (until send_at, when it goes to the inbox), sending (an instance
-- puts it there; send_at: when another may do so), sent. content: null once it was sent. batch_id: of a sheet that is held or sent.
-- uploaded_as: the batch that the file would have been as it was uploaded. rest_id: the sheet with the other rows, of the first rows.
CREATE TABLE draft (
    draft_id   VARCHAR(36)  PRIMARY KEY,
    file       VARCHAR(1024) NOT NULL,
    content    ${bytes},
    version    INTEGER      NOT NULL,
    status     VARCHAR(16)  NOT NULL,
    batch_id   VARCHAR(64),
    uploaded_as VARCHAR(64) NOT NULL,
    rest_id    VARCHAR(36),
    send_at    TIMESTAMP WITH TIME ZONE,
    changed_by VARCHAR(255) NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX draft_by_time ON draft (changed_at);
CREATE INDEX draft_by_upload ON draft (uploaded_as);
CREATE INDEX draft_to_send ON draft (send_at);

-- How somebody has named the columns of a sheet, by its original header: the same for the next sheet with that header.
CREATE TABLE column_names (
    header_sha256 VARCHAR(64) PRIMARY KEY,
    names         VARCHAR     NOT NULL, -- JSON array of texts
    used_at       TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX column_names_by_time ON column_names (used_at);

-- Who has done what on the console.
CREATE TABLE audit (
    audit_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    done_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    done_by  VARCHAR(255)  NOT NULL,
    action   VARCHAR(64)   NOT NULL,
    target   VARCHAR(1024) NOT NULL,
    reason   VARCHAR(1000) NOT NULL,
    items    BIGINT        NOT NULL, -- how many things it is about
    result   VARCHAR(1000) NOT NULL
);
CREATE INDEX audit_by_time ON audit (done_at);

-- The console searches the newest groups.
CREATE INDEX chat_group_by_entry ON chat_group (entered_at);

-- It lists the newest failed commands.
CREATE INDEX command_failed ON command (finished_at) ${only_failed};

-- What makes no calls until somebody resumes it. scope: all, line or group; name: the line, or the mailbox of the group; empty for all.
CREATE TABLE pause (
    scope     VARCHAR(16)   NOT NULL,
    name      VARCHAR(512)  NOT NULL,
    reason    VARCHAR(1000) NOT NULL,
    paused_by VARCHAR(255)  NOT NULL,
    paused_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (scope, name)
);
