-- What a user wishes of everything they are recommended; null where they said nothing.
ALTER TABLE person ADD COLUMN preferences TEXT;

-- Requests that may be sent twice: checksums of their key and of what they said.
CREATE TABLE request_key (
  key     TEXT COLLATE "C" PRIMARY KEY,
  content TEXT NOT NULL
);

-- Which store this is: what is derived of another one is not of this.
INSERT INTO counter (name, value) VALUES ('store', (random() * 9e18)::BIGINT);
