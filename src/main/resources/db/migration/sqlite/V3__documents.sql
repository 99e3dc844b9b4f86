-- Knowledge: documents as they were given; their passages are derived.
-- A deleted document keeps its row with an empty body, so that the index hears of it.
CREATE TABLE document (
  number INTEGER PRIMARY KEY,
  id     TEXT    NOT NULL UNIQUE,
  item   TEXT,
  body   TEXT,
  change INTEGER NOT NULL UNIQUE
);
CREATE INDEX document_by_item ON document (item) WHERE item IS NOT NULL;

INSERT INTO counter (name, value) VALUES ('document', 0);
