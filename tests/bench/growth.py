"""The table of entries made large at once, by SQL: what a message costs must not grow with what is stored.

The entries stand in records of the bench's own, 250 in each, written by people of its world. Their hashes are made up,
and the index of words is told that it has them: nothing but the table and its indexes grows.
"""

import psycopg

from tests.bench.hall import Hall

SMALL, LARGE = 100_000, 1_000_000
ENTRIES_OF_A_RECORD = 250
WORDS = (
    "I have read through the whole draft this morning, slowly. We can go on with the second part after lunch."
)

_FILL_SQL = """
WITH made AS (
    INSERT INTO record (public_id, kind, made_at, last_number, head, last_at, facts_version)
    SELECT left(replace(gen_random_uuid()::text, '-', ''), 24), 'inbox', now(), %(each)s, sha256(''), now(), 1
    FROM generate_series(1, %(records)s)
    RETURNING id
), indexed AS (
    INSERT INTO indexed_record (record_id, number) SELECT id, %(each)s FROM made
), writers AS (
    SELECT array_agg(DISTINCT person_id) AS ids FROM participant
)
INSERT INTO entry (record_id, number, kind, author_id, at, client_key, shown, shown_salt, shown_digest,
                   withheld_digest, hash)
SELECT made.id, number, 'message', ids[1 + (made.id + number) %% cardinality(ids)], now(), gen_random_uuid(), %(words)s,
       sha256(int8send(number)), sha256(''), sha256(''), sha256('')
FROM made, writers, generate_series(1, %(each)s) number
"""


def count_entries(hall: Hall) -> int:
    """Return how many entries are stored."""
    with psycopg.connect(hall.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM entry").fetchone()
    assert row is not None
    return int(row[0])


def fill_up(hall: Hall, *, entries: int) -> None:
    """Store entries until there are so many, and let the database settle: what it does behind them comes first."""
    missing = entries - count_entries(hall)
    with psycopg.connect(hall.database_url, autocommit=True) as connection:
        if missing > 0:
            records = -(-missing // ENTRIES_OF_A_RECORD)
            connection.execute(_FILL_SQL, {"records": records, "each": ENTRIES_OF_A_RECORD, "words": WORDS})
        connection.execute("VACUUM (ANALYZE) entry, record, indexed_record")
