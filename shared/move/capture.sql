-- Notes of which rows have changed, written by the transaction that changes them. Idempotent.

CREATE TABLE IF NOT EXISTS move_changes (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    follower text NOT NULL,
    key text COLLATE "C" NOT NULL
);
CREATE INDEX IF NOT EXISTS move_changes_of_follower ON move_changes (follower, id);

-- How many of the rows that were there before the move have been noted: all up to last_key.
CREATE TABLE IF NOT EXISTS move_copies (
    follower text PRIMARY KEY,
    last_key text COLLATE "C" NOT NULL,
    done boolean NOT NULL
);

-- A row's key: these columns of it, with the unit separator between them.
CREATE OR REPLACE FUNCTION move_key(found jsonb, columns text[]) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(found ->> name, chr(31) ORDER BY place)
    FROM unnest(columns) WITH ORDINALITY AS each (name, place)
$$;

-- Arguments: the follower, the columns of the key. A note says which row has changed, not what is in it.
-- The follower reads the row when it gets there, so neither the order nor the number of notes matters.
CREATE OR REPLACE FUNCTION move_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text;
    after text;
BEGIN
    IF current_setting('move.follows', true) = 'on' THEN  -- written by a follower
        RETURN NULL;
    END IF;
    -- --8<-- [start:note]
    IF TG_OP <> 'INSERT' THEN
        before := move_key(to_jsonb(OLD), TG_ARGV[1:]);
        INSERT INTO move_changes (follower, key) VALUES (TG_ARGV[0], before);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        after := move_key(to_jsonb(NEW), TG_ARGV[1:]);
        IF after IS DISTINCT FROM before THEN
            INSERT INTO move_changes (follower, key) VALUES (TG_ARGV[0], after);
        END IF;
    END IF;
    -- --8<-- [end:note]
    RETURN NULL;
END $$;
