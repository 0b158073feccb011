"""The SQL of the room chat_sessions that the live door runs without the ORM."""

# Move leases on; what comes too long after the last one breaks the line and moves nothing. Rows are locked by id, as
# every action does. Returns the positions that were moved.
KEEP_LEASES_SQL = """
WITH held AS (
    SELECT l.id, said.position, said.at
    FROM unnest(%(sessions)s::bigint[], %(people)s::bigint[], %(lines)s::text[], %(ats)s::timestamptz[])
         WITH ORDINALITY AS said(session_id, person_id, line, at, position)
    JOIN chat_sessions_lease l
      ON l.session_id = said.session_id AND l.person_id = said.person_id AND l.line = said.line
    ORDER BY l.id FOR NO KEY UPDATE OF l)
UPDATE chat_sessions_lease l SET at = greatest(l.at, held.at)
FROM held
WHERE l.id = held.id AND held.at <= l.at + make_interval(secs => %(seconds)s)
RETURNING held.position
"""
