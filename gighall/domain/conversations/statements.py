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
