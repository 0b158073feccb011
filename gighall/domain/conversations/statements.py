"""The SQL that doors and actions share. The live door runs these without the ORM."""

# How far records have come to people: arrays of one length (record, person, read up to, received up to), and the
# time. The later of two marks wins, whichever arrives first; what was read was received. Rows in the order of the
# key, so that two who write at once wait for each other in one order. A mark of a record that has gone is no mark.
KEEP_MARKS_SQL = """
INSERT INTO conversations_readingmark (record_id, person_id, number, received, at)
SELECT m.record_id, m.person_id, max(m.read_up_to), max(greatest(m.read_up_to, m.received)), %(at)s
FROM unnest(%(records)s::bigint[], %(people)s::bigint[], %(read)s::bigint[], %(received)s::bigint[])
     AS m(record_id, person_id, read_up_to, received)
JOIN participant p ON p.record_id = m.record_id AND p.person_id = m.person_id
GROUP BY m.record_id, m.person_id
ORDER BY m.record_id, m.person_id
ON CONFLICT (record_id, person_id) DO UPDATE
SET number = greatest(conversations_readingmark.number, EXCLUDED.number),
    received = greatest(conversations_readingmark.received, EXCLUDED.received),
    at = EXCLUDED.at
WHERE conversations_readingmark.number < EXCLUDED.number
   OR conversations_readingmark.received < EXCLUDED.received
"""

# One at a time for a pair of people: beginning a conversation and blocking see each other's rows.
LOCK_PAIR_SQL = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"

# What a list of conversations shows of each of a person's records: the newest words, and how many entries of
# others came after the reading mark, counted up to a limit.
LAST_WORDS_SQL = """
SELECT m.record_id, s.kind, s.author_id,
       CASE WHEN s.kind = 'message' THEN left(s.shown, %(characters)s) ELSE s.shown END, n.unread
FROM participant m
LEFT JOIN conversations_readingmark k ON k.record_id = m.record_id AND k.person_id = m.person_id
LEFT JOIN LATERAL (
    SELECT e.kind, e.author_id, e.shown FROM entry e
    WHERE e.record_id = m.record_id AND e.kind IN ('message', 'file')
      AND e.number >= m.from_number AND e.number <= coalesce(m.until_number, e.number)
    ORDER BY e.number DESC LIMIT 1) s ON true
CROSS JOIN LATERAL (
    SELECT count(*) AS unread FROM (
        SELECT 1 FROM entry e
        WHERE e.record_id = m.record_id AND e.number > coalesce(k.number, 0) AND e.number >= m.from_number
          AND e.number <= coalesce(m.until_number, e.number) AND e.author_id IS DISTINCT FROM m.person_id
        LIMIT %(unread)s) newer) n
WHERE m.person_id = %(person)s AND m.record_id = ANY(%(records)s)
"""

# How far a record has come to its people, by their keys.
REACH_SQL = """
SELECT p.public_id, m.number, m.received
FROM conversations_readingmark m JOIN accounts_person p ON p.id = m.person_id
WHERE m.record_id = %(record)s
"""

# What a person is writing in a record.
DRAFT_SQL = "SELECT text FROM conversations_draft WHERE record_id = %(record)s AND person_id = %(person)s"
