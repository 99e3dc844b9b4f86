-- What was shown to whom, so that what happens then can be told to be because of it.
CREATE TABLE recommendation (
  id       TEXT COLLATE "C" PRIMARY KEY,
  made     BIGINT  NOT NULL,
  person   TEXT,
  scenario TEXT    NOT NULL,
  strategy TEXT    NOT NULL,
  variant  TEXT,
  items    TEXT    NOT NULL
);
CREATE INDEX recommendation_by_time ON recommendation (made);
CREATE INDEX recommendation_by_person ON recommendation (person) WHERE person IS NOT NULL;

ALTER TABLE interaction ADD COLUMN recommendation TEXT;
CREATE INDEX interaction_by_recommendation ON interaction (recommendation)
  WHERE recommendation IS NOT NULL;

-- Keys of requests are forgotten after a while; times in milliseconds since 1970.
ALTER TABLE request_key ADD COLUMN made BIGINT NOT NULL DEFAULT 0;
CREATE INDEX request_key_by_time ON request_key (made);
