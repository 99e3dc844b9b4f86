-- The store is the truth; the Lucene index and every cache are derived from it.
-- Ids compare and sort by their bytes, as they do in SQLite.

CREATE TABLE counter (
  name  TEXT   PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('change', 0);

-- An ordinal is never given to another id, so arrays by ordinal stay valid across changes.
-- A deleted item keeps its row with an empty body.
CREATE TABLE item (
  ordinal      INTEGER PRIMARY KEY,
  id           TEXT    COLLATE "C" NOT NULL UNIQUE,
  body         TEXT,
  change       BIGINT  NOT NULL,
  interactions BIGINT  NOT NULL DEFAULT 0
);
CREATE INDEX item_by_change ON item (change);

CREATE TABLE attribute (
  position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name     TEXT   COLLATE "C" NOT NULL UNIQUE,
  type     TEXT   NOT NULL
);

CREATE TABLE person (
  number INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id     TEXT    COLLATE "C" NOT NULL UNIQUE
);

-- In order of arrival; a history is read by (at, arrival), unknown times first.
CREATE TABLE interaction (
  arrival  BIGINT  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person   INTEGER NOT NULL REFERENCES person (number),
  item     INTEGER NOT NULL REFERENCES item (ordinal),
  type     TEXT    NOT NULL,
  value    DOUBLE PRECISION,
  at       BIGINT,
  event_id TEXT    COLLATE "C"
);
CREATE INDEX interaction_by_person ON interaction (person, at NULLS FIRST, arrival);
CREATE UNIQUE INDEX interaction_by_event ON interaction (event_id) WHERE event_id IS NOT NULL;

-- Vectors by hash of (model, template, text): little-endian floats, L2-normalised.
CREATE TABLE embedding (
  key    BYTEA PRIMARY KEY,
  vector BYTEA NOT NULL
);
