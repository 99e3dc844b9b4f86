-- The store is the truth; the Lucene index and every cache are derived from it.

CREATE TABLE counter (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
);
INSERT INTO counter (name, value) VALUES ('change', 0);

-- An ordinal is never given to another id, so arrays by ordinal stay valid across changes.
-- A deleted item keeps its row with an empty body.
CREATE TABLE item (
  ordinal      INTEGER PRIMARY KEY,
  id           TEXT    NOT NULL UNIQUE,
  body         TEXT,
  change       INTEGER NOT NULL,
  interactions INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX item_by_change ON item (change);

CREATE TABLE attribute (
  name TEXT PRIMARY KEY,
  type TEXT NOT NULL
);

CREATE TABLE person (
  number INTEGER PRIMARY KEY,
  id     TEXT NOT NULL UNIQUE
);

-- In order of arrival; a history is read by (at, arrival), unknown times first.
CREATE TABLE interaction (
  arrival  INTEGER PRIMARY KEY AUTOINCREMENT,
  person   INTEGER NOT NULL REFERENCES person (number),
  item     INTEGER NOT NULL REFERENCES item (ordinal),
  type     TEXT    NOT NULL,
  value    REAL,
  at       INTEGER,
  event_id TEXT
);
CREATE INDEX interaction_by_person ON interaction (person, at, arrival);
CREATE UNIQUE INDEX interaction_by_event ON interaction (event_id) WHERE event_id IS NOT NULL;

-- Vectors by hash of (model, template, text): little-endian floats, L2-normalised.
CREATE TABLE embedding (
  key    BLOB PRIMARY KEY,
  vector BLOB NOT NULL
) WITHOUT ROWID;
