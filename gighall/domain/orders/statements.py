"""The SQL that pages of orders run without the ORM."""

# The facts of records, each oldest first, over the index of facts: what is talk says nothing about an order's clocks.
FACTS_SQL = """
SELECT record_id, at, kind, shown FROM entry
WHERE record_id = ANY(%(records)s) AND kind <> 'message' AND NOT kind = ANY(%(talk)s)
ORDER BY record_id, number
"""
