-- Who was forgotten is known again by tombstones, which say nothing without the key outside the
-- book. So is what is kept of a friend's e-mail addresses: until now whoever had the book could
-- guess them. An export is known by its file's name, not by where it lay on somebody's machine.
--
-- `keyed(id, hash)` and `fingerprint(id)` make the key of a book if it has none. Where it cannot be
-- kept, the book stays as it was: else what is kept of the addresses would be lost.

CREATE TABLE tombstone (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES act,
    kind TEXT NOT NULL,
    digest BLOB NOT NULL,
    checksum INTEGER NOT NULL
) STRICT;
CREATE TRIGGER tombstone_no_update BEFORE UPDATE ON tombstone
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER tombstone_no_delete BEFORE DELETE ON tombstone
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE INDEX tombstone_act ON tombstone (act);
CREATE INDEX tombstone_digest ON tombstone (digest);

INSERT INTO meta
SELECT 'key', print FROM (
    SELECT fingerprint(value) AS print FROM meta
    WHERE key = 'id' AND EXISTS (SELECT 1 FROM observation WHERE email_hash IS NOT NULL)
)
WHERE print IS NOT NULL;
-- Old hashes and paths must not stay in free pages: a book with this mark is written anew, whole.
INSERT INTO meta SELECT 'unswept', x'01' WHERE EXISTS (SELECT 1 FROM export)
    OR EXISTS (SELECT 1 FROM observation WHERE email_hash IS NOT NULL);

DROP TRIGGER observation_no_update;
UPDATE observation SET email_hash = keyed((SELECT value FROM meta WHERE key = 'id'), email_hash)
WHERE email_hash IS NOT NULL;
UPDATE observation SET source = file_name(source) WHERE source <> file_name(source);
UPDATE observation SET checksum = checksum(
    act, person, name, name_key, email, email_hash, url, slug, location, source, connected,
    since, weight
);
CREATE TRIGGER observation_no_update BEFORE UPDATE ON observation
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;

DROP TRIGGER export_no_update;
UPDATE export SET path = file_name(path);
UPDATE export SET checksum = checksum(act, owner, path, digest, exported, lists_connections);
CREATE TRIGGER export_no_update BEFORE UPDATE ON export
BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
