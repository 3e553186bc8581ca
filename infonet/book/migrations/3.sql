-- What was found out about people and companies.
CREATE TABLE note (act INTEGER NOT NULL REFERENCES act, person TEXT, company TEXT, kind TEXT NOT NULL, text TEXT NOT NULL, link TEXT, date TEXT, CHECK ((person IS NULL) <> (company IS NULL))) STRICT;
CREATE TRIGGER note_no_update BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER note_no_delete BEFORE DELETE ON note BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
