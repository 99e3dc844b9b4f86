-- What a user wishes of everything they are recommended; null where they said nothing.
ALTER TABLE person ADD COLUMN preferences TEXT;

-- Requests that may be sent twice: checksums of their key and of what they said.
CREATE TABLE request_key (
  key     TEXT PRIMARY KEY,
  content TEXT NOT NULL
) WITHOUT ROWID;

-- The order of attributes in a column of its own: rowid is SQLite's alone.
CREATE TABLE ordered_attribute (
  position INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE,
  type     TEXT NOT NULL
);
INSERT INTO ordered_attribute SELECT rowid, name, type FROM attribute;
DROP TABLE attribute;
ALTER TABLE ordered_attribute RENAME TO attribute;

-- Which store this is: what is derived of another one is not of this.
INSERT INTO counter (name, value) VALUES ('store', random());
