-- Knowledge: documents as they were given; their passages are derived.
-- A deleted document keeps its row with an empty body, so that the index hears of it.
CREATE TABLE document (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id     TEXT   COLLATE "C" NOT NULL UNIQUE,
  item   TEXT   COLLATE "C",
  body   TEXT,
  change BIGINT NOT NULL UNIQUE
);
CREATE INDEX document_by_item ON document (item) WHERE item IS NOT NULL;

INSERT INTO counter (name, value) VALUES ('document', 0);
