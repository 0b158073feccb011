"""The SQL that doors and actions share."""

# A repeated client key finds the verdict that was made the first time.
INSERT_VERDICT_SQL = """
INSERT INTO policy_verdict (person_id, place, place_id, client_key, outcome, spans, hidden_contacts, value_hashes,
                            rule_id, rule_version, clause, at)
VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s, %s::jsonb, %s, %s, %s, %s)
ON CONFLICT (place, place_id, person_id, client_key) DO UPDATE SET client_key = EXCLUDED.client_key
RETURNING id
"""

# In how many messages a person hid contact details on purpose since a time. A message that was judged before and
# is sent a second time counts nothing: its first verdict stays. A key names a message within its place alone.
HIDDEN_CONTACTS_SQL = """
SELECT CASE WHEN bool_or(is_this AND outcome <> 'refuse') THEN 0
            ELSE count(*) FILTER (WHERE hidden_contacts > 0 AND at >= %(since)s AND NOT is_this) END
FROM policy_verdict
CROSS JOIN LATERAL (
    SELECT place = %(place)s AND place_id = %(place_id)s AND client_key = %(key)s AS is_this) this
WHERE person_id = %(person)s AND overturned_at IS NULL
  AND (hidden_contacts > 0 AND at >= %(since)s
       OR place = %(place)s AND place_id = %(place_id)s AND client_key = %(key)s)
"""

# What was noted in messages of a record, by author and key: the verdict's spans.
NOTED_SPANS_SQL = """
SELECT person_id, client_key, spans FROM policy_verdict
WHERE place_id = %(record)s AND client_key = ANY(%(keys)s::uuid[]) AND place = ANY(%(places)s)
  AND spans @> '[{"outcome": "note"}]'
"""
