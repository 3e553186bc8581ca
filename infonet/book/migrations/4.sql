-- Every act has a stamp that no other has, the session and the version of the package that did it;
-- every fact a checksum over its values. An event keeps the ask whose request it belonged to and the
-- kind that the ask had by what was known when it was logged, and whether a talk counts. A note may
-- be a goal, which is nobody's; a sighting is called an observation. Every look-up has an index.
--
-- A table refers to the others by name: none of the references follows a table that is renamed.

ALTER TABLE act RENAME TO earlier_act;
CREATE TABLE act (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    what TEXT NOT NULL,
    stamp BLOB NOT NULL UNIQUE,
    session TEXT,
    version TEXT,
    checksum INTEGER NOT NULL
) STRICT;
WITH stamped AS MATERIALIZED (SELECT *, secret(16) AS stamp FROM earlier_act)
INSERT INTO act
SELECT id, at, kind, what, stamp, NULL, NULL, checksum(at, kind, what, stamp, NULL, NULL)
FROM stamped ORDER BY id;
DROP TABLE earlier_act;
CREATE TRIGGER act_no_update BEFORE UPDATE ON act
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER act_no_delete BEFORE DELETE ON act
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

ALTER TABLE undo RENAME TO earlier_undo;
CREATE TABLE undo (
    act INTEGER PRIMARY KEY REFERENCES act,
    target INTEGER NOT NULL REFERENCES act,
    checksum INTEGER NOT NULL,
    CHECK (target < act)
) STRICT;
INSERT INTO undo
SELECT *, checksum(act, target)
FROM earlier_undo;
DROP TABLE earlier_undo;
CREATE TRIGGER undo_no_update BEFORE UPDATE ON undo
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER undo_no_delete BEFORE DELETE ON undo
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

ALTER TABLE export RENAME TO earlier_export;
CREATE TABLE export (
    act INTEGER PRIMARY KEY REFERENCES act,
    owner TEXT NOT NULL,
    path TEXT NOT NULL,
    digest TEXT NOT NULL,
    exported TEXT,
    lists_connections INTEGER NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO export
SELECT *, checksum(act, owner, path, digest, exported, star)
FROM earlier_export;
DROP TABLE earlier_export;
CREATE TRIGGER export_no_update BEFORE UPDATE ON export
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER export_no_delete BEFORE DELETE ON export
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

ALTER TABLE sighting RENAME TO earlier_sighting;
CREATE TABLE observation (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    person TEXT NOT NULL,
    name TEXT,
    name_key TEXT,
    email TEXT,
    email_hash BLOB,
    url TEXT,
    slug TEXT,
    location TEXT,
    source TEXT,
    connected INTEGER NOT NULL,
    since TEXT,
    weight INTEGER NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO observation
SELECT NULL, *,
    checksum(
        act, person, name, name_key, email, email_hash, url, slug, location, source, connected,
        since, weight
    )
FROM earlier_sighting ORDER BY rowid;
DROP TABLE earlier_sighting;
CREATE TRIGGER observation_no_update BEFORE UPDATE ON observation
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER observation_no_delete BEFORE DELETE ON observation
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

ALTER TABLE job RENAME TO earlier_job;
CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    person TEXT NOT NULL,
    company TEXT,
    title TEXT,
    start TEXT,
    "end" TEXT,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO job
SELECT NULL, *,
    checksum(
        act, person, company, title, start, "end"
    )
FROM earlier_job ORDER BY rowid;
DROP TABLE earlier_job;
CREATE TRIGGER job_no_update BEFORE UPDATE ON job
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER job_no_delete BEFORE DELETE ON job
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

ALTER TABLE tie RENAME TO earlier_tie;
CREATE TABLE tie (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    kind TEXT,
    closeness TEXT,
    since TEXT,
    last TEXT,
    exchanges INTEGER NOT NULL,
    started TEXT,
    evidence TEXT NOT NULL,
    origin TEXT NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO tie
SELECT NULL, *,
    checksum(
        act, source, target, kind, closeness, since, last, exchanges, started, evidence, origin
    )
FROM earlier_tie ORDER BY rowid;
DROP TABLE earlier_tie;
CREATE TRIGGER tie_no_update BEFORE UPDATE ON tie
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER tie_no_delete BEFORE DELETE ON tie
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

ALTER TABLE target RENAME TO earlier_target;
CREATE TABLE target (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    kind TEXT NOT NULL,
    company TEXT NOT NULL,
    priority INTEGER,
    aliases TEXT NOT NULL,
    stated INTEGER NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO target
SELECT NULL, *,
    checksum(
        act, kind, company, priority, aliases, stated
    )
FROM earlier_target ORDER BY rowid;
DROP TABLE earlier_target;
CREATE TRIGGER target_no_update BEFORE UPDATE ON target
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER target_no_delete BEFORE DELETE ON target
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

ALTER TABLE spelling RENAME TO earlier_spelling;
CREATE TABLE spelling (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO spelling
SELECT NULL, *,
    checksum(
        act, a, b
    )
FROM earlier_spelling ORDER BY rowid;
DROP TABLE earlier_spelling;
CREATE TRIGGER spelling_no_update BEFORE UPDATE ON spelling
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER spelling_no_delete BEFORE DELETE ON spelling
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

ALTER TABLE decision RENAME TO earlier_decision;
CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    kind TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO decision
SELECT NULL, *,
    checksum(
        act, kind, a, b
    )
FROM earlier_decision ORDER BY rowid;
DROP TABLE earlier_decision;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

ALTER TABLE event RENAME TO earlier_event;
CREATE TABLE event (
    event INTEGER PRIMARY KEY AUTOINCREMENT,
    act INTEGER NOT NULL REFERENCES act,
    request TEXT,
    ask INTEGER REFERENCES event,
    person TEXT,
    stage TEXT NOT NULL,
    date TEXT NOT NULL,
    company TEXT,
    kind TEXT,
    inferred TEXT,
    via TEXT,
    channel TEXT,
    route TEXT,
    predicted REAL,
    counts INTEGER CHECK (counts IN (0, 1)),
    note TEXT,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO event
SELECT event,
    act, request, NULL, person, stage, date, company, kind, NULL, via, channel, route,
    predicted, NULL, note,
    checksum(
        act, request, NULL, person, stage, date, company, kind, NULL, via, channel, route,
        predicted, NULL, note
    )
FROM earlier_event ORDER BY event;
DROP TABLE earlier_event;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

ALTER TABLE correction RENAME TO earlier_correction;
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    event INTEGER NOT NULL REFERENCES event,
    field TEXT NOT NULL,
    value TEXT,
    checksum INTEGER NOT NULL
) STRICT;
INSERT INTO correction
SELECT NULL, *,
    checksum(
        act, event, field, value
    )
FROM earlier_correction ORDER BY rowid;
DROP TABLE earlier_correction;
CREATE TRIGGER correction_no_update BEFORE UPDATE ON correction
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER correction_no_delete BEFORE DELETE ON correction
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

ALTER TABLE note RENAME TO earlier_note;
CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    person TEXT,
    company TEXT,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    link TEXT,
    date TEXT,
    checksum INTEGER NOT NULL,
    CHECK ((person IS NOT NULL) + (company IS NOT NULL) = (kind <> 'goal'))
) STRICT;
INSERT INTO note
SELECT NULL, act, person, company, kind, text, link, date,
    checksum(act, person, company, kind, text, link, date)
FROM (
    SELECT act, person, company, CASE kind WHEN 'agreed' THEN 'promised' ELSE kind END AS kind,
        text, link, date
    FROM earlier_note ORDER BY rowid
);
DROP TABLE earlier_note;
CREATE TRIGGER note_no_update BEFORE UPDATE ON note
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER note_no_delete BEFORE DELETE ON note
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

CREATE INDEX undo_target ON undo (target);
CREATE INDEX export_owner ON export (owner);
CREATE INDEX export_digest ON export (digest);
CREATE INDEX observation_act ON observation (act);
CREATE INDEX observation_person ON observation (person);
CREATE INDEX observation_name ON observation (name_key);
CREATE INDEX observation_email ON observation (email_hash) WHERE email_hash IS NOT NULL;
CREATE INDEX job_act ON job (act);
CREATE INDEX job_person ON job (person);
CREATE INDEX job_company ON job (company);
CREATE INDEX tie_act ON tie (act);
CREATE INDEX tie_source ON tie (source);
CREATE INDEX tie_target ON tie (target);
CREATE INDEX target_act ON target (act);
CREATE INDEX spelling_act ON spelling (act);
CREATE INDEX decision_act ON decision (act);
CREATE INDEX event_act ON event (act);
CREATE INDEX event_ask ON event (ask);
CREATE INDEX event_person ON event (person);
CREATE INDEX event_via ON event (via);
CREATE INDEX correction_act ON correction (act);
CREATE INDEX correction_event ON correction (event);
CREATE INDEX correction_value ON correction (value);
CREATE INDEX note_act ON note (act);
CREATE INDEX note_person ON note (person);

INSERT INTO meta VALUES ('id', secret(16));
INSERT INTO meta VALUES ('epoch', secret(16));
