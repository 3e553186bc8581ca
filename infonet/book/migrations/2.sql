-- What was logged can be corrected, field by field.
CREATE TABLE correction (act INTEGER NOT NULL REFERENCES act, event INTEGER NOT NULL REFERENCES event, field TEXT NOT NULL, value TEXT) STRICT;
CREATE TRIGGER correction_no_update BEFORE UPDATE ON correction BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER correction_no_delete BEFORE DELETE ON correction BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
