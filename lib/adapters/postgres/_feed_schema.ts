/**
 * The feed's tables in PostgreSQL, and the functions that change them: one call, one transaction.
 *
 * Names and ids are compared byte by byte (collation "C"), as everywhere in the feed. A statement that changes what an
 * author's followers are owed (a post, a follow, a mode, a step of a job) holds the author's row first, so that a
 * follow either sees a post or is seen by its job; then the floors of the timelines it writes to, in the order of their
 * readers. No other order of locks occurs, so two calls can't wait for each other.
 *
 * Not here on purpose: applying this (`_migrate_feed_schema.ts`).
 *
 * @module
 */
/** A whole list weighs as much as so many posts: a step delivers it to so many times fewer followers. */
const LIST_WEIGHT = 20;

const TABLES = `
CREATE TABLE author (
  name text COLLATE "C" PRIMARY KEY,
  mode text NOT NULL DEFAULT 'pushed' CHECK (mode IN ('pushed', 'returning', 'pulled')),
  followers integer NOT NULL DEFAULT 0
);
CREATE INDEX author_not_pushed ON author (name) WHERE mode <> 'pushed';
CREATE TABLE post (
  id text COLLATE "C" PRIMARY KEY,
  author text COLLATE "C" NOT NULL,
  body text NOT NULL,
  time_ms float8 NOT NULL,
  is_deleted boolean NOT NULL DEFAULT false
);
CREATE INDEX post_of_author ON post (author, time_ms DESC, id DESC) WHERE NOT is_deleted;
CREATE TABLE follow (
  follower text COLLATE "C",
  followed text COLLATE "C",
  PRIMARY KEY (follower, followed)
);
CREATE INDEX follow_of_followed ON follow (followed, follower);
CREATE TABLE block (
  blocker text COLLATE "C",
  blocked text COLLATE "C",
  PRIMARY KEY (blocker, blocked)
);
CREATE TABLE timeline (
  reader text COLLATE "C" PRIMARY KEY,
  floor_time_ms float8,
  floor_id text COLLATE "C"
);
CREATE TABLE entry (
  reader text COLLATE "C",
  time_ms float8,
  id text COLLATE "C",
  author text COLLATE "C" NOT NULL,
  PRIMARY KEY (reader, time_ms, id)
);
CREATE TABLE job (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  author text COLLATE "C" NOT NULL,
  post text COLLATE "C", -- null: the author's whole list
  post_time_ms float8,
  done_through text COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX job_of_author ON job (author);`;

const FUNCTIONS = `
CREATE FUNCTION lock_author(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE found_mode text;
BEGIN
  INSERT INTO author (name) VALUES (who) ON CONFLICT DO NOTHING;
  SELECT mode INTO found_mode FROM author WHERE name = who FOR UPDATE;
  RETURN found_mode;
END $$;

CREATE FUNCTION newest_of(who text, at_most integer) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(
    SELECT id FROM post WHERE author = who AND NOT is_deleted ORDER BY time_ms DESC, id DESC LIMIT at_most
  )
$$;

-- Puts posts into timelines, unless they stand at or below the floor, and drops what is too much.
CREATE FUNCTION deliver(readers text[], posts text[], capacity integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO timeline (reader) SELECT unnest(readers) ORDER BY 1 ON CONFLICT DO NOTHING;
  PERFORM 1 FROM timeline WHERE reader = ANY (readers) ORDER BY reader FOR UPDATE;
  INSERT INTO entry (reader, time_ms, id, author)
  SELECT t.reader, p.time_ms, p.id, p.author FROM timeline t JOIN post p ON p.id = ANY (posts) AND NOT p.is_deleted
  WHERE t.reader = ANY (readers)
    AND (t.floor_id IS NULL OR (p.time_ms, p.id) > (t.floor_time_ms, t.floor_id))
  ON CONFLICT DO NOTHING;
  WITH cut AS MATERIALIZED (
    SELECT r.reader, c.time_ms, c.id FROM unnest(readers) AS r (reader)
    CROSS JOIN LATERAL (
      SELECT e.time_ms, e.id FROM entry e WHERE e.reader = r.reader
      ORDER BY e.time_ms DESC, e.id DESC OFFSET capacity LIMIT 1
    ) c
  ), gone AS (
    DELETE FROM entry e USING cut WHERE e.reader = cut.reader AND (e.time_ms, e.id) <= (cut.time_ms, cut.id)
  )
  UPDATE timeline t SET floor_time_ms = cut.time_ms, floor_id = cut.id FROM cut WHERE t.reader = cut.reader;
END $$;

CREATE FUNCTION add_post(new_id text, who text, words text, at_ms float8, is_fanned_out boolean) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE author_mode text := lock_author(who);
BEGIN
  INSERT INTO post (id, author, body, time_ms) VALUES (new_id, who, words, at_ms) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  IF is_fanned_out AND author_mode <> 'pulled' THEN
    INSERT INTO job (author, post, post_time_ms) VALUES (who, new_id, at_ms);
  END IF;
  RETURN true;
END $$;

CREATE FUNCTION follow(one text, other text, is_filled boolean, capacity integer)
RETURNS TABLE (is_new boolean, followers integer, mode text) LANGUAGE plpgsql AS $$
DECLARE author_mode text := lock_author(other);
BEGIN
  is_new := false;
  IF one <> other THEN
    INSERT INTO follow (follower, followed) VALUES (one, other) ON CONFLICT DO NOTHING;
    is_new := FOUND;
  END IF;
  IF is_new THEN
    UPDATE author a SET followers = a.followers + 1 WHERE a.name = other;
    IF is_filled AND author_mode <> 'pulled' THEN
      PERFORM deliver(ARRAY[one], newest_of(other, capacity + 1), capacity);
    END IF;
  END IF;
  RETURN QUERY SELECT is_new, a.followers, a.mode FROM author a WHERE a.name = other;
END $$;

CREATE FUNCTION unfollow(one text, other text)
RETURNS TABLE (is_new boolean, followers integer, mode text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM lock_author(other);
  DELETE FROM follow f WHERE f.follower = one AND f.followed = other;
  is_new := FOUND;
  IF is_new THEN UPDATE author a SET followers = a.followers - 1 WHERE a.name = other; END IF;
  RETURN QUERY SELECT is_new, a.followers, a.mode FROM author a WHERE a.name = other;
END $$;

CREATE FUNCTION set_mode(who text, wanted text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE author_mode text := lock_author(who);
BEGIN
  IF (wanted = 'pulled') = (author_mode = 'pulled') THEN RETURN false; END IF;
  UPDATE author SET mode = CASE wanted WHEN 'pulled' THEN 'pulled' ELSE 'returning' END WHERE name = who;
  IF wanted <> 'pulled' THEN INSERT INTO job (author) VALUES (who); END IF;
  RETURN true;
END $$;

CREATE FUNCTION fan_out_step(batch integer, capacity integer)
RETURNS TABLE (author_name text, post_id text, at_ms float8, reached integer, is_last boolean) LANGUAGE plpgsql AS $$
DECLARE
  work job%ROWTYPE;
  author_mode text;
  readers text[] := '{}';
  wanted integer := batch;
BEGIN
  SELECT * INTO work FROM job ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN; END IF;
  author_mode := lock_author(work.author);
  IF work.post IS NULL THEN wanted := greatest(1, batch / ${LIST_WEIGHT}); END IF;
  IF author_mode <> 'pulled' AND NOT EXISTS (SELECT FROM post p WHERE p.id = work.post AND p.is_deleted) THEN
    readers := ARRAY(
      SELECT f.follower FROM follow f WHERE f.followed = work.author AND f.follower > work.done_through
      ORDER BY f.follower LIMIT wanted
    );
    PERFORM deliver(
      readers,
      CASE WHEN work.post IS NULL THEN newest_of(work.author, capacity + 1) ELSE ARRAY[work.post] END,
      capacity
    );
  END IF;
  reached := cardinality(readers);
  is_last := reached < wanted;
  IF is_last THEN
    DELETE FROM job j WHERE j.number = work.number;
    UPDATE author a SET mode = 'pushed' WHERE a.name = work.author AND a.mode = 'returning'
      AND NOT EXISTS (SELECT FROM job j WHERE j.author = work.author);
  ELSE
    UPDATE job j SET done_through = readers[reached] WHERE j.number = work.number;
  END IF;
  author_name := work.author;
  post_id := work.post;
  at_ms := work.post_time_ms;
  RETURN NEXT;
END $$;`;

/** Each is applied once, in this order; what has been released is never changed. */
export const FEED_SCHEMA: readonly string[] = [TABLES, FUNCTIONS];
