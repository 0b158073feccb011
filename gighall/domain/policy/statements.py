"""The SQL that doors and actions share."""

# A repeated client key finds the verdict that was made the first time. Only where that refused the words, so that
# nothing was stored, do mended words get a verdict of their own; that it was tried goes on counting.
INSERT_VERDICT_SQL = """
INSERT INTO policy_verdict (person_id, place, place_id, client_key, outcome, spans, hidden_contacts, value_hashes,
                            rule_id, rule_version, clause, waiver_id, at)
VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s, %s::jsonb, %s, %s, %s, %s, %s)
ON CONFLICT (place, place_id, person_id, client_key) DO UPDATE
SET (outcome, spans, value_hashes, rule_id, rule_version, clause, waiver_id, at, hidden_contacts) = (
    SELECT made.outcome, made.spans, made.value_hashes, made.rule_id, made.rule_version, made.clause,
           made.waiver_id, made.at, greatest(policy_verdict.hidden_contacts, made.hidden_contacts)
    FROM (SELECT EXCLUDED.*) made WHERE policy_verdict.outcome = 'refuse'
    UNION ALL
    SELECT policy_verdict.outcome, policy_verdict.spans, policy_verdict.value_hashes, policy_verdict.rule_id,
           policy_verdict.rule_version, policy_verdict.clause, policy_verdict.waiver_id, policy_verdict.at,
           policy_verdict.hidden_contacts
    WHERE policy_verdict.outcome <> 'refuse')
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

# What was noted in messages of records, or let stand by an exception, by author and key: the verdict's spans.
NOTED_SPANS_SQL = """
SELECT place_id, person_id, client_key, spans FROM policy_verdict
WHERE place_id = ANY(%(records)s) AND client_key = ANY(%(keys)s::uuid[]) AND place = ANY(%(places)s)
  AND (spans @> '[{"outcome": "note"}]' OR spans @> '[{"outcome": "allow"}]')
"""

# The exceptions that hold in some places (records of orders): those of the gig, and those of the one order alone.
RUNNING_WAIVERS_SQL = """
SELECT p.place_id, w.id, w.public_id, w.kinds, w.expires_at
FROM policy_orderplace p
JOIN policy_waiver w ON w.gig_id = p.gig_id AND (w.place_id IS NULL OR w.place_id = p.place_id)
WHERE p.place_id = ANY(%(places)s) AND w.revoked_at IS NULL AND w.expires_at > %(now)s
ORDER BY p.place_id, w.id
"""

# Grants of one gig wait for each other: else each of two would count the exceptions without the other one's.
LOCK_GRANTS_SQL = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
