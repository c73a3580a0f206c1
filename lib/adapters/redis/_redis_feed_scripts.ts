/**
 * The feed's steps as scripts for Redis: each runs alone from its first line to its last, so each is atomic.
 *
 * Keys, behind the prefix: `post:ID` (hash: author, text, time, or author, deleted), `list:AUTHOR` (their posts by
 * time), `following:USER` (set), `followers:USER` (sorted by name, all at score 0), `blocked:USER` and `blockers:USER`
 * (sets), `timeline:READER` (ids by time), `floor:READER` (hash: time, id), `mode` (hash), `unpushed` (set: whose lists
 * are read), `jobs` (numbers), `job:NUMBER` (hash: author, post, time, through), `jobs_of` (hash: jobs by author),
 * `job_number`.
 *
 * Members of equal score are sorted byte by byte, which is the feed's order. Lua's own `<` is not used on texts: it
 * goes by the server's locale. Numbers stay texts on their way through, since Lua would write them with fourteen
 * digits.
 *
 * Not here on purpose: a cluster (a script reaches the keys of many users).
 *
 * @module
 */

/** A whole list weighs as much as so many posts: a step delivers it to so many times fewer followers. */
const LIST_WEIGHT = 20;

/** What the scripts share. `ARGV[1]` is the prefix. */
const SHARED = `
local prefix = ARGV[1]
local function key(kind, name) return prefix .. kind .. ':' .. name end

local function is_less(one, other)
  for at = 1, math.min(#one, #other) do
    local left, right = one:byte(at), other:byte(at)
    if left ~= right then return left < right end
  end
  return #one < #other
end

local function is_newer(time, id, other_time, other_id)
  if time ~= other_time then return time > other_time end
  return is_less(other_id, id)
end

local function mode_of(author) return redis.call('HGET', prefix .. 'mode', author) or 'pushed' end

local function are_apart(one, other)
  return redis.call('SISMEMBER', key('blocked', one), other) == 1 or redis.call('SISMEMBER', key('blockers', one), other) == 1
end

local function post_of(id)
  local fields = redis.call('HMGET', key('post', id), 'author', 'text', 'time')
  if not fields[2] then return nil end
  return { id, fields[1], fields[2], fields[3] }
end

-- The newest members behind a place (time '' is the end of time) for which map() gives something: what it gives.
local function newest(of, limit, time, id, map)
  local found, offset, place = {}, 0, tonumber(time)
  while true do
    local some = redis.call(
      'ZREVRANGEBYSCORE', of, place and time or '+inf', '-inf', 'WITHSCORES', 'LIMIT', offset, limit
    )
    for at = 1, #some, 2 do
      local member, score = some[at], tonumber(some[at + 1])
      if not place or score < place or is_less(member, id) then
        local mapped = map(member, score)
        if mapped then found[#found + 1] = mapped end
        if #found == limit then return found end
      end
    end
    if #some < 2 * limit then return found end
    offset = offset + limit
  end
end

-- Puts posts, as { time, id, time, id, ... }, into a timeline, unless they stand at or below the floor, and drops what is too much.
local function deliver(reader, posts, capacity)
  local floor = redis.call('HMGET', key('floor', reader), 'time', 'id')
  local timeline, fresh = key('timeline', reader), {}
  local function write()
    if #fresh > 0 then redis.call('ZADD', timeline, unpack(fresh)) end
    fresh = {}
  end
  for at = 1, #posts, 2 do
    if not floor[1] or is_newer(tonumber(posts[at]), posts[at + 1], tonumber(floor[1]), floor[2]) then
      fresh[#fresh + 1] = posts[at]
      fresh[#fresh + 1] = posts[at + 1]
    end
    if #fresh >= 1000 then write() end
  end
  write()
  local extra = redis.call('ZCARD', timeline) - capacity
  if extra <= 0 then return end
  local cut = redis.call('ZRANGE', timeline, extra - 1, extra - 1, 'WITHSCORES')
  redis.call('ZREMRANGEBYRANK', timeline, 0, extra - 1)
  redis.call('HSET', key('floor', reader), 'time', cut[2], 'id', cut[1])
end

-- An author's newest posts, as deliver() takes them.
local function list_of(author, at_most)
  local members, posts = redis.call('ZREVRANGE', key('list', author), 0, at_most - 1, 'WITHSCORES'), {}
  for at = 1, #members, 2 do
    posts[at], posts[at + 1] = members[at + 1], members[at]
  end
  return posts
end

local function add_job(author, post, time)
  local number = redis.call('INCR', prefix .. 'job_number')
  redis.call('ZADD', prefix .. 'jobs', number, number)
  redis.call('HSET', key('job', number), 'author', author, 'post', post, 'time', time, 'through', '-')
  redis.call('HINCRBY', prefix .. 'jobs_of', author, 1)
end

local function followers_of(author) return redis.call('ZCARD', key('followers', author)) end

-- The newest posts of several authors, { id, author, text, time, ... }, newest first.
local function merged(authors, limit, time, id)
  local places, posts = {}, {}
  for _, author in ipairs(authors) do
    newest(key('list', author), limit, time, id, function(member, score)
      places[#places + 1] = { score, member }
      return true
    end)
  end
  table.sort(places, function(one, other) return is_newer(one[1], one[2], other[1], other[2]) end)
  for at = 1, math.min(limit, #places) do
    for _, field in ipairs(post_of(places[at][2])) do posts[#posts + 1] = field end
  end
  return posts
end
`;

/** By name, each with its arguments behind the prefix. */
export const REDIS_FEED_SCRIPTS = {
  /** id, author, text, time, "1" for fan-out → 1 if it was new. */
  feedAddPost: `${SHARED}
local _, id, author, text, time, is_fanned_out = unpack(ARGV)
if redis.call('EXISTS', key('post', id)) == 1 then return 0 end
redis.call('HSET', key('post', id), 'author', author, 'text', text, 'time', time)
redis.call('ZADD', key('list', author), time, id)
if is_fanned_out == '1' and mode_of(author) ~= 'pulled' then add_job(author, id, time) end
return 1`,

  /** id → 1 if it was there. */
  feedDeletePost: `${SHARED}
local _, id = unpack(ARGV)
local post = post_of(id)
if not post then return 0 end
redis.call('HDEL', key('post', id), 'text', 'time')
redis.call('HSET', key('post', id), 'deleted', '1')
redis.call('ZREM', key('list', post[2]), id)
return 1`,

  /** follower, followed, "1" for back-fill, capacity → is new, followers, mode. */
  feedFollow: `${SHARED}
local _, follower, followed, is_filled, capacity = unpack(ARGV)
local is_new = 0
if follower ~= followed then is_new = redis.call('SADD', key('following', follower), followed) end
if is_new == 1 then
  redis.call('ZADD', key('followers', followed), 0, follower)
  if is_filled == '1' and mode_of(followed) ~= 'pulled' then
    deliver(follower, list_of(followed, capacity + 1), tonumber(capacity))
  end
end
return { is_new, followers_of(followed), mode_of(followed) }`,

  /** follower, followed → was there, followers, mode. */
  feedUnfollow: `${SHARED}
local _, follower, followed = unpack(ARGV)
redis.call('ZREM', key('followers', followed), follower)
return { redis.call('SREM', key('following', follower), followed), followers_of(followed), mode_of(followed) }`,

  /** blocker, blocked → 1 if it was not so. */
  feedBlock: `${SHARED}
local _, blocker, blocked = unpack(ARGV)
if blocker == blocked then return 0 end
redis.call('SADD', key('blockers', blocked), blocker)
return redis.call('SADD', key('blocked', blocker), blocked)`,

  /** blocker, blocked → 1 if it was so. */
  feedUnblock: `${SHARED}
local _, blocker, blocked = unpack(ARGV)
redis.call('SREM', key('blockers', blocked), blocker)
return redis.call('SREM', key('blocked', blocker), blocked)`,

  /** author, "pulled" or "pushed" → 1 if there was something to do. */
  feedSetMode: `${SHARED}
local _, author, wanted = unpack(ARGV)
if (wanted == 'pulled') == (mode_of(author) == 'pulled') then return 0 end
redis.call('SADD', prefix .. 'unpushed', author)
redis.call('HSET', prefix .. 'mode', author, wanted == 'pulled' and 'pulled' or 'returning')
if wanted ~= 'pulled' then add_job(author, '', '') end
return 1`,

  /** batch, capacity → author, post, time, followers reached, 1 if the job is done; nothing if there is no job. */
  feedFanOutStep: `${SHARED}
local _, batch, capacity = unpack(ARGV)
local number = redis.call('ZRANGE', prefix .. 'jobs', 0, 0)[1]
if not number then return false end
local job = redis.call('HMGET', key('job', number), 'author', 'post', 'time', 'through')
local author, post, time, through = job[1], job[2], job[3], job[4]
local wanted = tonumber(batch)
if post == '' then wanted = math.max(1, math.floor(wanted / ${LIST_WEIGHT})) end
local readers = {}
if mode_of(author) ~= 'pulled' and (post == '' or post_of(post)) then
  readers = redis.call('ZRANGEBYLEX', key('followers', author), through, '+', 'LIMIT', 0, wanted)
end
local posts = { time, post }
if post == '' then posts = list_of(author, capacity + 1) end
for _, reader in ipairs(readers) do deliver(reader, posts, tonumber(capacity)) end
if #readers == wanted then
  redis.call('HSET', key('job', number), 'through', '(' .. readers[#readers])
  return { author, post, time, #readers, 0 }
end
redis.call('ZREM', prefix .. 'jobs', number)
redis.call('DEL', key('job', number))
if redis.call('HINCRBY', prefix .. 'jobs_of', author, -1) == 0 then
  redis.call('HDEL', prefix .. 'jobs_of', author)
  if mode_of(author) == 'returning' then
    redis.call('HDEL', prefix .. 'mode', author)
    redis.call('SREM', prefix .. 'unpushed', author)
  end
end
return { author, post, time, #readers, 1 }`,

  /** reader, limit, time, id of the place → posts. */
  feedReadLists: `${SHARED}
local _, reader, limit, time, id = unpack(ARGV)
local authors = { reader }
for _, author in ipairs(redis.call('SMEMBERS', key('following', reader))) do
  if not are_apart(reader, author) then authors[#authors + 1] = author end
end
return merged(authors, tonumber(limit), time, id)`,

  /** reader, limit, time, id of the place → floor (time, id, or nothing), entries, posts of the lists. */
  feedReadTimeline: `${SHARED}
local _, reader, limit, time, id = unpack(ARGV)
local is_seen, entries, authors = {}, {}, { reader }
newest(key('timeline', reader), tonumber(limit), time, id, function(member)
  local post = post_of(member)
  if not post then return nil end
  local author = post[2]
  if is_seen[author] == nil then
    is_seen[author] = redis.call('SISMEMBER', key('following', reader), author) == 1 and not are_apart(reader, author)
  end
  if not is_seen[author] then return nil end
  for _, field in ipairs(post) do entries[#entries + 1] = field end
  return true
end)
for _, author in ipairs(redis.call('SINTER', key('following', reader), prefix .. 'unpushed')) do
  if not are_apart(reader, author) then authors[#authors + 1] = author end
end
local floor = redis.call('HMGET', key('floor', reader), 'time', 'id')
if not floor[1] then floor = {} end
return { floor, entries, merged(authors, tonumber(limit), time, id) }`,
} as const;
