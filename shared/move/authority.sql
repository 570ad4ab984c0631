-- Who holds a unit, and a fence that refuses the writes of the other side. Idempotent.

CREATE TABLE IF NOT EXISTS move_state (
    unit text PRIMARY KEY,
    holder text NOT NULL CHECK (holder IN ('old', 'new', 'nobody')),
    epoch bigint NOT NULL
);

-- The last epoch of a unit whose move was taken back: its next move starts with a higher one.
CREATE TABLE IF NOT EXISTS move_past (unit text PRIMARY KEY, epoch bigint NOT NULL);

-- Units that never go back: their way back has been removed (contracting.py).
CREATE TABLE IF NOT EXISTS move_seals (unit text PRIMARY KEY);

-- Arguments: the unit, the side that this database is on.
-- It takes the lock first and reads the holder second: under READ COMMITTED, the second statement
-- sees what was committed while the first one waited. A change of the holder takes the same lock
-- exclusively, so it waits for every writer that has passed the fence.
-- --8<-- [start:fence]
CREATE OR REPLACE FUNCTION move_fence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found text;
BEGIN
    IF current_setting('move.follows', true) = 'on' THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('move ' || TG_ARGV[0], 0));
    SELECT holder INTO found FROM move_state WHERE unit = TG_ARGV[0];
    IF found IS DISTINCT FROM TG_ARGV[1] THEN
        RAISE EXCEPTION '% is held by %', TG_ARGV[0], found USING ERRCODE = 'MV001';
    END IF;
    RETURN NULL;
END $$;
-- --8<-- [end:fence]
