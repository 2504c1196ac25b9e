-- The columns of the SQLite store. Cases are ordered by their bytes, whatever the language of the database.
CREATE TABLE reports (
    id          TEXT   NOT NULL PRIMARY KEY,
    case_id     TEXT   COLLATE "C" NOT NULL UNIQUE,
    filed_at_ms BIGINT NOT NULL,
    reporter    TEXT   NOT NULL,
    reported    TEXT   NOT NULL,
    match       TEXT   NOT NULL,
    reason      TEXT   NOT NULL,
    note        TEXT
);

CREATE TABLE report_messages (
    report_id TEXT   NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    n         BIGINT NOT NULL,
    body      TEXT   NOT NULL,
    at_ms     BIGINT NOT NULL,
    PRIMARY KEY (report_id, n)
);

CREATE INDEX reports_by_age ON reports (filed_at_ms, case_id);
