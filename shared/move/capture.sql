-- What has changed, noted in the transaction that changes it. Run as often as you like.

CREATE TABLE IF NOT EXISTS move_changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    follower text NOT NULL,
    key text COLLATE "C" NOT NULL
);
CREATE INDEX IF NOT EXISTS move_changes_of_follower ON move_changes (follower, id);

-- How far the rows that were there before have been noted.
CREATE TABLE IF NOT EXISTS move_copies (
    follower text PRIMARY KEY,
    last_key text COLLATE "C" NOT NULL,
    done boolean NOT NULL
);

-- Arguments: the follower, the column of the key. Which row, and not what is in it: the follower reads
-- that when it gets there, so neither order nor number of notes matters.
CREATE OR REPLACE FUNCTION move_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('move.follows', true) = 'on' THEN  -- written by a follower
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO move_changes (follower, key)
        VALUES (TG_ARGV[0], to_jsonb(OLD) ->> TG_ARGV[1]);
    END IF;
    IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE'
        AND to_jsonb(NEW) ->> TG_ARGV[1] <> to_jsonb(OLD) ->> TG_ARGV[1] THEN
        INSERT INTO move_changes (follower, key)
        VALUES (TG_ARGV[0], to_jsonb(NEW) ->> TG_ARGV[1]);
    END IF;
    RETURN NULL;
END $$;
