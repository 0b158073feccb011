"""The SQL that a topic's page runs without the ORM."""

# How somebody voted about posts.
VOTES_SQL = "SELECT post_id, value FROM forum_vote WHERE person_id = %(person)s AND post_id = ANY(%(posts)s)"

# How many reactions of each kind posts have, and whether one of them is somebody's own; a guest is nobody.
REACTIONS_SQL = """
SELECT post_id, kind, count(*), coalesce(bool_or(person_id = %(person)s::bigint), false)
FROM forum_reaction WHERE post_id = ANY(%(posts)s)
GROUP BY post_id, kind ORDER BY post_id, kind
"""
