"""The SQL of the room orders that the ORM cannot say."""

# Messages (one's own as one wrote them) and names of files that begin like all of the patterns, the newest first, in
# the newest part of one record, of what the person may read there.
FOUND_IN_ORDER_SQL = """
SELECT s.number, s.author_id, s.at, s.words
FROM (
    SELECT e.number, e.author_id, e.at,
           CASE WHEN e.kind = 'file' THEN e.shown::jsonb ->> 'name'
                WHEN e.author_id = m.person_id THEN coalesce(w.text, e.shown)
                ELSE e.shown END AS words
    FROM participant m
    JOIN record r ON r.id = m.record_id
    JOIN entry e ON e.record_id = m.record_id
    LEFT JOIN withheld w ON w.record_id = e.record_id AND w.number = e.number
    WHERE m.record_id = %(record)s AND m.person_id = %(person)s AND e.kind IN ('message', 'file')
      AND e.number > r.last_number - %(entries)s
      AND e.number >= m.from_number AND e.number <= coalesce(m.until_number, e.number)) s
WHERE s.words ~* ALL (%(patterns)s::text[])
ORDER BY s.number DESC LIMIT %(limit)s
"""
