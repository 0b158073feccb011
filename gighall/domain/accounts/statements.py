"""The SQL that doors run without the ORM."""

# Which of the asked sign-ins still hold (by position): the person is active, and the sign-in or the token
# has neither ended nor been revoked. A changed password ends every sign-in that was made with the old one.
STILL_SIGNED_IN_SQL = """
SELECT asked.position
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[])
     WITH ORDINALITY AS asked(person_id, password, session_key, token_id, position)
JOIN accounts_person p ON p.id = asked.person_id AND p.is_active
WHERE EXISTS (SELECT 1 FROM accounts_personaltoken t WHERE t.id = asked.token_id AND t.person_id = p.id)
   OR (p.password = asked.password AND EXISTS (
        SELECT 1 FROM django_session s WHERE s.session_key = asked.session_key AND s.expire_date > now()))
ORDER BY asked.position
"""

# Who is here now, seen by the live door: one row a person.
KEEP_SEEN_SQL = """
INSERT INTO accounts_presence (person_id, seen_at)
SELECT p.id, %(at)s FROM accounts_person p WHERE p.id = ANY(%(people)s) ORDER BY p.id
ON CONFLICT (person_id) DO UPDATE SET seen_at = EXCLUDED.seen_at
WHERE accounts_presence.seen_at < EXCLUDED.seen_at
"""
