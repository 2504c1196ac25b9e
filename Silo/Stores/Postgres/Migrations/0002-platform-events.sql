-- One row for each thing that happened, whatever its kind; what a kind does not have is null. Nothing tells who, or what about.
CREATE TABLE platform_events (
    id               TEXT   COLLATE "C" NOT NULL PRIMARY KEY, -- kind:subject, so that a thing that is told twice is kept once
    kind             TEXT   NOT NULL,                         -- match_made, search_timed_out, chat_ended
    subject          TEXT   NOT NULL,                         -- the match; of search_timed_out the search
    at_ms            BIGINT NOT NULL,
    tier             INT,                                     -- match_made: 1 exact, 2 overlap
    shared           INT,                                     -- match_made: interests in common
    waited_ms        BIGINT,                                  -- match_made: one's search; search_timed_out
    partner_waited_ms BIGINT,                                 -- match_made: the other's search
    cause            TEXT,                                    -- chat_ended: Left, Lost, Operator
    lasted_ms        BIGINT,                                  -- chat_ended
    messages         BIGINT                                   -- chat_ended: of both, at least
);

CREATE INDEX platform_events_by_age ON platform_events (at_ms);
CREATE INDEX platform_events_by_subject ON platform_events (subject);
