-- Conversations, whole: each turn writes its row anew. Times in milliseconds since 1970.

CREATE TABLE session (
  id      TEXT    PRIMARY KEY,
  owner   TEXT,
  touched INTEGER NOT NULL,
  body    TEXT    NOT NULL
);
CREATE INDEX session_by_touch ON session (touched);
CREATE INDEX session_by_owner ON session (owner) WHERE owner IS NOT NULL;
