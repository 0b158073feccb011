"""The SQL that doors and actions share. The live door runs these without the ORM."""

APPEND_SQL = """
SELECT post, outcome, number, at FROM record_append(
    %s::bigint[], %s::bigint[], %s::uuid[], %s::text[], %s::timestamptz[],
    %s::text[], %s::bytea[], %s::text[], %s::bytea[],
    %s::jsonb[], %s::bigint[], %s::int[], %s::bigint[], %s::uuid[], %s)
"""

# What a person may read of a record: their own withheld words, everybody's spans.
_SEEN_ENTRIES_SQL = """
SELECT e.number, e.kind, e.author_id, a.person_key, e.at, e.client_key, e.shown, w.spans,
       CASE WHEN e.author_id = m.person_id THEN w.text END AS own, w.released_by
FROM participant m
JOIN entry e ON e.record_id = m.record_id
LEFT JOIN participant a ON a.record_id = e.record_id AND a.person_id = e.author_id
LEFT JOIN withheld w ON w.record_id = e.record_id AND w.number = e.number
WHERE m.record_id = %(record)s AND m.person_id = %(person)s
  AND e.number >= m.from_number AND e.number <= coalesce(m.until_number, e.number)
"""
ENTRIES_SINCE_SQL = f"{_SEEN_ENTRIES_SQL} AND e.number > %(after)s ORDER BY e.number LIMIT %(limit)s"

ENTRIES_BEFORE_SQL = f"{_SEEN_ENTRIES_SQL} AND e.number < %(before)s ORDER BY e.number DESC LIMIT %(limit)s"

# The first entry that a person may read from a moment on. No entry is older than the one before it, so the numbers are
# halved until one is left: some twenty looks at the key, however long the record is.
NUMBER_SINCE_SQL = """
WITH RECURSIVE place AS (
    SELECT m.from_number AS low, least(r.last_number, coalesce(m.until_number, r.last_number)) + 1 AS high
    FROM participant m JOIN record r ON r.id = m.record_id
    WHERE m.record_id = %(record)s AND m.person_id = %(person)s
), look (low, high) AS (
    SELECT low, high FROM place
    UNION ALL
    SELECT CASE WHEN e.at < %(moment)s THEN e.number + 1 ELSE look.low END,
           CASE WHEN e.at < %(moment)s THEN look.high ELSE e.number END
    FROM look JOIN entry e ON e.record_id = %(record)s AND e.number = (look.low + look.high) / 2
    WHERE look.low < look.high
)
SELECT look.low FROM look, place WHERE look.low = look.high AND look.low < place.high
"""

# Those of some kinds, or of all others, before a number; the newest first.
ENTRIES_OF_KINDS_SQL = f"""{_SEEN_ENTRIES_SQL} AND e.number < %(before)s AND (e.kind = ANY(%(kinds)s)) = %(within)s
ORDER BY e.number DESC LIMIT %(limit)s"""

# The person's place in the records that they name by public id.
PLACES_SQL = """
SELECT r.id, r.public_id, r.kind, r.last_number, r.facts_version, r.closed_at, m.side, m.may_write,
       m.from_number, m.until_number
FROM participant m JOIN record r ON r.id = m.record_id
WHERE m.person_id = %(person)s AND r.public_id = ANY(%(records)s)
"""

# The person's open records, those with the newest entries first.
OPEN_RECORDS_SQL = """
SELECT r.id, r.public_id, r.last_number
FROM participant m JOIN record r ON r.id = m.record_id
WHERE m.person_id = %(person)s AND m.until_number IS NULL AND r.closed_at IS NULL
ORDER BY r.last_at DESC, r.id DESC LIMIT %(limit)s
"""

_RECORDS_SQL = """
SELECT r.id, r.public_id, r.kind, r.last_number, r.facts_version, r.closed_at,
       m.person_id, m.person_key, m.may_write, m.from_number, m.until_number
FROM record r JOIN participant m ON m.record_id = r.id
"""

# What the live door must know of a record to judge posts and to find whom an entry reaches.
RECORDS_BY_ID_SQL = _RECORDS_SQL + "WHERE r.id = ANY(%s) ORDER BY r.id, m.person_id"
RECORDS_BY_PUBLIC_ID_SQL = _RECORDS_SQL + "WHERE r.public_id = ANY(%s) ORDER BY r.id, m.person_id"

# The withheld spans of some entries, by record and number; none where the words were released or erased.
WITHHELD_SPANS_SQL = """
SELECT record_id, number, spans FROM unnest(%s::bigint[], %s::bigint[]) AS one(record_id, number)
JOIN withheld USING (record_id, number)
WHERE released_by IS NULL AND text IS NOT NULL
"""

# The messages among a record's last entries, as others read them; null where they were erased.
LAST_MESSAGES_SQL = """
SELECT e.number, e.author_id, e.client_key, e.at, e.shown FROM entry e
WHERE e.record_id = %(record)s AND e.kind = 'message'
  AND e.number > (SELECT last_number FROM record WHERE id = %(record)s) - %(entries)s
ORDER BY e.number
"""
# Those of one author, the newest first, beside whether an entry of theirs stands under a key at all; one row at least.
OWN_LAST_MESSAGES_SQL = """
SELECT EXISTS (SELECT 1 FROM entry
               WHERE record_id = %(record)s AND author_id = %(author)s AND client_key = %(key)s) AS is_known,
       own.client_key, own.at, own.shown
FROM (SELECT 1) one LEFT JOIN LATERAL (
    SELECT e.number, e.client_key, e.at, e.shown FROM entry e
    WHERE e.record_id = %(record)s AND e.kind = 'message' AND e.author_id = %(author)s
      AND e.number > (SELECT last_number FROM record WHERE id = %(record)s) - %(entries)s
    ORDER BY e.number DESC LIMIT %(limit)s) own ON true
ORDER BY own.number DESC
"""

# Entries as they stand, full words included: the live door shows those to their author only.
ENTRIES_AFTER_SQL = """
SELECT e.number, e.kind, e.author_id, a.person_key, e.at, e.client_key, e.shown, w.spans, w.text, w.released_by
FROM entry e
LEFT JOIN participant a ON a.record_id = e.record_id AND a.person_id = e.author_id
LEFT JOIN withheld w ON w.record_id = e.record_id AND w.number = e.number
WHERE e.record_id = %(record)s AND e.number > %(after)s
ORDER BY e.number LIMIT %(limit)s
"""

# What people say in an entry, as everybody of the record reads it; null for what the hall says, and what was erased.
_WORDS = """CASE e.kind
    WHEN 'message' THEN e.shown
    WHEN 'file' THEN e.shown::jsonb ->> 'name'
    WHEN 'offer_made' THEN concat_ws(' · ', e.shown::jsonb ->> 'title', e.shown::jsonb ->> 'scope')
    WHEN 'order_placed' THEN concat_ws(' · ', e.shown::jsonb ->> 'title', e.shown::jsonb ->> 'scope') END"""
# The index of words. Records that have entries after the last one whose words are in it, by id.
BEHIND_SQL = """
SELECT r.id FROM record r LEFT JOIN indexed_record i ON i.record_id = r.id
WHERE r.id > %(after)s AND r.last_number > coalesce(i.number, 0)
ORDER BY r.id LIMIT %(limit)s
"""
NAME_INDEXED_SQL = """
INSERT INTO indexed_record (record_id, number) SELECT one, 0 FROM unnest(%s::bigint[]) one ORDER BY one
ON CONFLICT DO NOTHING
"""
# Those of these records that nobody else is at work on.
CLAIM_INDEXED_SQL = """
SELECT record_id, number FROM indexed_record WHERE record_id = ANY(%s) ORDER BY record_id FOR UPDATE SKIP LOCKED
"""
# The words of the entries after these ones.
WORDS_TO_INDEX_SQL = """
SELECT e.record_id, e.number, e.at, e.words
FROM unnest(%(records)s::bigint[], %(after)s::bigint[]) one(record_id, after)
CROSS JOIN LATERAL (
    SELECT e.record_id, e.number, e.at, [words] AS words FROM entry e
    WHERE e.record_id = one.record_id AND e.number > one.after
    ORDER BY e.number LIMIT %(limit)s) e
ORDER BY e.record_id, e.number
""".replace("[words]", _WORDS)
KEEP_WORDS_SQL = """
INSERT INTO entry_words (record_id, number, at, words)
SELECT record_id, number, at, words::tsvector
FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::text[]) AS one(record_id, number, at, words)
ON CONFLICT (record_id, number) DO UPDATE SET words = EXCLUDED.words
"""
MOVE_INDEXED_SQL = """
UPDATE indexed_record i SET number = one.number
FROM unnest(%s::bigint[], %s::bigint[]) AS one(record_id, number) WHERE i.record_id = one.record_id
"""

# The records of a person, those with the newest entries first: which part of each they read, and how far its words are
# in the index.
SEARCHED_RECORDS_SQL = """
SELECT r.id, m.from_number, least(r.last_number, m.until_number), coalesce(i.number, 0)
FROM participant m JOIN record r ON r.id = m.record_id
LEFT JOIN indexed_record i ON i.record_id = r.id
WHERE m.person_id = %(person)s AND r.kind = ANY(%(kinds)s)
  AND (%(record)s::bigint IS NULL OR m.record_id = %(record)s)
ORDER BY r.last_at DESC, r.id DESC LIMIT %(limit)s
"""

# Entries that answer one query after another, until there are enough or the time is over: the newest of each. Whoever
# asks reads of each record what their own place there lets them.
FOUND_SQL = """
SELECT f.nth, f.record_id, f.number, e.kind, e.author_id, e.at, e.words
FROM (
    SELECT asked.nth, one.record_id, one.number
    FROM unnest(%(queries)s::text[]) WITH ORDINALITY asked(query, nth)
    CROSS JOIN LATERAL (
        SELECT w.record_id, w.number
        FROM (SELECT record_id, number, at FROM entry_words WHERE words @@ asked.query::tsquery OFFSET 0) w
        JOIN participant m ON m.record_id = w.record_id AND m.person_id = %(person)s
             AND w.number >= m.from_number AND w.number <= coalesce(m.until_number, w.number)
        ORDER BY w.at DESC, w.record_id DESC, w.number DESC LIMIT %(each)s) one
    -- With the number of the query in it, this is asked before each query and not once.
    WHERE clock_timestamp() < statement_timestamp() + (%(milliseconds)s + 0 * asked.nth) * interval '1 millisecond'
    LIMIT %(limit)s) f
CROSS JOIN LATERAL (
    SELECT e.kind, e.author_id, e.at, [words] AS words
    FROM entry e WHERE e.record_id = f.record_id AND e.number = f.number) e
""".replace("[words]", _WORDS)
# What is in no index, the newest of each: entries after those that are indexed in these records, and messages whose
# full words are their author's alone.
BESIDE_INDEX_SQL = """
(SELECT e.record_id, e.number, e.kind, e.author_id, e.at, e.words
 FROM unnest(%(behind)s::bigint[], %(indexed)s::bigint[]) one(record_id, number)
 JOIN participant m ON m.record_id = one.record_id AND m.person_id = %(person)s
 CROSS JOIN LATERAL (
     SELECT e.record_id, e.number, e.kind, e.author_id, e.at, [words] AS words FROM entry e
     WHERE e.record_id = one.record_id AND e.number > one.number
       AND e.number >= m.from_number AND e.number <= coalesce(m.until_number, e.number)
     ORDER BY e.number DESC LIMIT %(fresh)s) e
 ORDER BY e.at DESC, e.record_id DESC, e.number DESC LIMIT %(fresh)s)
UNION ALL
(SELECT e.record_id, e.number, e.kind, e.author_id, e.at, w.text
 FROM participant m
 CROSS JOIN LATERAL (
     SELECT w.record_id, w.number, w.text FROM withheld w
     WHERE w.record_id = m.record_id AND w.number >= m.from_number AND w.number <= coalesce(m.until_number, w.number)
       AND w.text IS NOT NULL
     ORDER BY w.number DESC LIMIT %(own)s) w
 JOIN entry e ON e.record_id = w.record_id AND e.number = w.number AND e.author_id = m.person_id
      AND e.kind = 'message'
 WHERE m.person_id = %(person)s AND m.record_id = ANY(%(records)s)
 ORDER BY e.at DESC, e.record_id DESC, e.number DESC LIMIT %(own)s)
""".replace("[words]", _WORDS)
