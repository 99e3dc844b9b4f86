-- Conversations, whole: each turn writes its row anew. Times in milliseconds since 1970.

CREATE TABLE session (
  id      TEXT   COLLATE "C" PRIMARY KEY,
  owner   TEXT   COLLATE "C",
  touched BIGINT NOT NULL,
  body    TEXT   NOT NULL
);
CREATE INDEX session_by_touch ON session (touched);
CREATE INDEX session_by_owner ON session (owner) WHERE owner IS NOT NULL;
