"""The SQL that doors and actions share."""

# A repeated client key finds the verdict that was made the first time.
INSERT_VERDICT_SQL = """
INSERT INTO policy_verdict (person_id, place, place_id, client_key, outcome, spans, rule_id, rule_version, clause, at)
VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s)
ON CONFLICT (place, place_id, person_id, client_key) DO UPDATE SET client_key = EXCLUDED.client_key
RETURNING id
"""
