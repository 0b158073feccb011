"""What a search costs as a hall grows: fills a scratch database with up to a million entries and measures.

The searcher has one talk with a tenth of all entries and 500 more with two fifths of them; the rest is other people's.
Three words are looked for: a *rare* one (in three entries of each), a *usual* one (in one of 200), and a *common* one
(in one of three). Words are made up; how often they come falls off as it does in talk.

Beside it stands what one would write first: one index over the words of all entries, narrowed to one's own records.
"""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.hall import cpu_seconds

SIZES, QUICK_SIZES = (10_000, 100_000, 1_000_000), (10_000, 100_000)
TIMES, QUICK_TIMES = 100, 50
# The plain index is slow, and shows it soon.
PLAIN_TIMES = 20
FOUND_MAX = 200
OWN_TALKS = 500
# How large the talks of others are.
OTHERS_TALK = 50
RARE, USUAL, COMMON = "xylophone", "recursion", "please"
SEARCHED = (
    ("rare", RARE),
    ("usual", USUAL),
    ("common", COMMON),
    ("beginning of the common one", "pl"),
    ("usual and common", f"{USUAL} {COMMON}"),
    ("common in quotes", f'"{COMMON} {COMMON}"'),
    ("not there", "unheardof"),
)

PEOPLE_SQL = """
INSERT INTO accounts_person (public_id, email, name, time_zone, password, is_staff, is_active, is_superuser, joined_at)
SELECT 'bench' || n, n || '@bench.example', 'Bench ' || n, 'UTC', '', false, true, false, now()
FROM generate_series(0, 1000) n
"""
VOCABULARY_SQL = """
CREATE UNLOGGED TABLE vocabulary AS
SELECT n, (SELECT string_agg(chr(97 + (('x' || substr(md5(n::text), 2 * i, 2))::bit(8)::int %% 26)), '')
           FROM generate_series(1, 3 + n %% 7) i) AS word
FROM generate_series(0, 19999) n
"""
# Talks of pairs: the searcher is person 0 where there is one; `first` tells the talks of several fillings apart.
TALKS_SQL = """
WITH made AS (
    INSERT INTO record (public_id, kind, made_at, last_number, head, last_at, facts_version)
    SELECT %(name)s || n, 'inbox', now(), 0, sha256('x'), now(), 1
    FROM generate_series(%(first)s::int, %(last)s::int) n RETURNING id)
INSERT INTO participant (record_id, person_id, person_key, side, may_write, from_number)
SELECT m.id, p.id, p.public_id, side, true, 1 FROM made m
CROSS JOIN LATERAL (VALUES ('asker', CASE WHEN %(own)s THEN 0 ELSE 1 + m.id %% 500 END),
                           ('seller', 501 + m.id %% 500)) AS one(side, who)
JOIN accounts_person p ON p.public_id = 'bench' || one.who
"""
# So many more entries for every talk of a name; times go up with the numbers, over two years.
ENTRIES_SQL = """
WITH fresh AS (
    SELECT r.id, r.last_number + n AS number, n, m.person_id
    FROM record r CROSS JOIN generate_series(1, %(each)s::int) n
    JOIN participant m ON m.record_id = r.id AND (m.side = 'asker') = (n %% 2 = 0)
    WHERE r.public_id LIKE %(name)s),
written AS (
    INSERT INTO entry (record_id, number, kind, author_id, at, client_key, shown, shown_salt, shown_digest,
                       withheld_digest, hash)
    SELECT f.id, f.number, 'message', f.person_id,
           now() - interval '2 years' * (1 - f.number::float / %(most)s) - f.id %% 1000 * interval '1 minute',
           gen_random_uuid(),
           (SELECT string_agg(v.word, ' ')
            FROM (SELECT floor(20000 * pow(random(), 3) + 0 * f.number)::int AS pick FROM generate_series(1, 9)) one
            JOIN vocabulary v ON v.n = one.pick)
           || CASE WHEN f.number %% 3 = 0 THEN ' please' ELSE '' END
           || CASE WHEN (f.number + f.id) %% 200 = 0 THEN ' recursion' ELSE '' END
           || CASE WHEN f.number = ANY(%(rare)s) AND f.id %% %(rarity)s = 0 THEN ' xylophone' ELSE '' END,
           '\\x00', sha256('x'), decode(repeat('00', 32), 'hex'), sha256('x')
    FROM fresh f)
UPDATE record r SET last_number = r.last_number + %(each)s, last_at = now() - id %% 1000 * interval '1 minute'
WHERE r.public_id LIKE %(name)s
"""


PLAIN_TABLE_SQL = """
DROP TABLE IF EXISTS plain_words;
CREATE TABLE plain_words AS
SELECT record_id, number, at, to_tsvector('simple', shown) AS words FROM entry;
CREATE INDEX ON plain_words USING gin (words);
CREATE INDEX ON plain_words (record_id, number);
ANALYZE plain_words
"""
PLAIN_SQL = """
SELECT w.record_id, w.number, ts_rank(w.words, asked.query)
FROM to_tsquery('simple', %(query)s) AS asked(query), plain_words w
JOIN participant m ON m.record_id = w.record_id AND m.person_id = %(person)s
WHERE w.words @@ asked.query ORDER BY w.at DESC LIMIT %(limit)s
"""


def main(words: list[str]) -> int:
    """Fill, index and measure, size by size."""
    sizes, times = (QUICK_SIZES, QUICK_TIMES) if "quick" in words else (SIZES, TIMES)
    home = Path(tempfile.mkdtemp(prefix="bench-search-"))
    home.chmod(0o755)
    try:
        _in_a_hall(home, lambda: _measure(sizes, times))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return 0


def _in_a_hall(home: Path, work: Callable[[], None]) -> None:
    """Do something in an empty hall's database of its own, with the settings that every hall has."""
    for name in [name for name in os.environ if name.startswith(("GIGHALL_", "DATABASE_URL", "VALKEY_URL"))]:
        if name != "GIGHALL_PG_BIN":
            del os.environ[name]
    os.environ |= {
        "GIGHALL_HOME": str(home),
        "GIGHALL_RUN_DIR": str(home / "run"),
        "GIGHALL_SECRET_KEY": "a key for the bench only, as long as it must be",
        "DJANGO_SETTINGS_MODULE": "gighall.config.settings",
    }
    from gighall.base.environment import read_environment
    from gighall.embedded.postgres import prepare_cluster, running_cluster

    environment = read_environment()
    cluster = prepare_cluster(
        home=home,
        socket_dir=environment.postgres_socket_dir,
        password_file=environment.database_password_file,
        pg_bin=environment.pg_bin,
    )
    # Filling is not what is measured: it may lose its data in a power cut.
    with running_cluster(cluster, {"fsync": "off", "synchronous_commit": "off"}):
        import django
        from django.core.management import call_command
        from django.db import connection

        django.setup()
        _make_database()
        call_command("migrate", verbosity=0, skip_checks=True)
        try:
            work()
        finally:
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]  # Of the PostgreSQL backend.


def _make_database() -> None:
    import psycopg

    from gighall.base.environment import read_environment

    url = read_environment().database_url
    with psycopg.connect(url.replace("/gighall?", "/postgres?"), autocommit=True) as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = 'gighall'").fetchone():
            admin.execute("CREATE DATABASE gighall")


def _measure(sizes: Sequence[int], times: int) -> None:
    _run(PEOPLE_SQL, {})
    _run(VOCABULARY_SQL, {})
    _run("CREATE INDEX ON vocabulary (n)", {})
    _run(TALKS_SQL, {"name": "one", "first": 1, "last": 1, "own": True})
    _run(TALKS_SQL, {"name": "own", "first": 1, "last": OWN_TALKS, "own": True})
    before, talks = 0, 0
    print("Milliseconds; CPU is what one search uses here and in the database.\n")
    print(
        "| entries | looked for | one talk of | p50 | p99 | CPU | own 501 of | p50 | p99 | CPU | plain: p50 | CPU |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for size in sizes:
        more = size - before
        others = more // 2 // OTHERS_TALK
        _fill("one%", each=more // 10, most=sizes[-1] // 10, rare=[7, 500, 900], rarity=1)
        _fill(
            "own%",
            each=more * 2 // 5 // OWN_TALKS,
            most=sizes[-1] * 2 // 5 // OWN_TALKS,
            rare=[3],
            rarity=170,
        )
        _run(TALKS_SQL, {"name": f"r{size}n", "first": talks + 1, "last": talks + others, "own": False})
        _fill(f"r{size}n%", each=OTHERS_TALK, most=OTHERS_TALK, rare=[9], rarity=1000)
        before, talks = size, talks + others
        print(_indexed(), flush=True)
        _run("ANALYZE", {})
        for statement in PLAIN_TABLE_SQL.split(";"):
            _run(statement, {})
        for name, typed in SEARCHED:
            print(_line(size, name, typed, times), flush=True)


def _fill(name: str, *, each: int, most: int, rare: list[int], rarity: int) -> None:
    _run(ENTRIES_SQL, {"name": name, "each": each, "most": most, "rare": rare, "rarity": rarity})


def _run(sql: str, arguments: dict[str, Any]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)


def _indexed() -> str:
    """Let the job catch up; say how fast it was, what it costs when nothing is new, and how large the index is."""
    from django.db import connection

    from gighall.domain.record.actions import index_words

    began, entries = time.monotonic(), 0
    while done := index_words():
        entries += done
    took = time.monotonic() - began
    began = time.monotonic()
    index_words()
    idle = 1000 * (time.monotonic() - began)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_total_relation_size('entry_words') / 1048576, pg_relation_size('entry_by_words') / 1048576,"
            " (SELECT sum(pg_total_relation_size(inhrelid)) / 1048576 FROM pg_inherits"
            "  WHERE inhparent = 'entry'::regclass)"
        )
        whole, index, entry = cursor.fetchone()
    return (
        f"<!-- indexed {entries:,} entries, {entries / took:,.0f} a second; a look that finds nothing: {idle:.1f} ms; "
        f"entry_words {whole} MB (the index {index} MB) beside {entry:.0f} MB of entries -->"
    )


def _line(size: int, name: str, typed: str, times: int) -> str:
    from gighall.domain.accounts.models import Person
    from gighall.domain.record.models import Record

    reader = Person.objects.get(public_id="bench0").pk
    own = Record.objects.filter(participants__person_id=reader)
    one, most = own.get(public_id="one1"), sum(own.values_list("last_number", flat=True))
    in_one = _timed(lambda: _found(reader, typed, one.pk), times)
    in_all = _timed(lambda: _found(reader, typed, None), times)
    plain = _timed(lambda: _found_plainly(reader, typed), PLAIN_TIMES)
    return (
        f"| {size:,} | {name} | {one.last_number:,} (found {in_one.count}) | {in_one} "
        f"| {most:,} (found {in_all.count}) | {in_all} | {plain.p50:.1f} | {plain.cpu:.1f} |"
    )


@dataclass(frozen=True)
class Timed:
    """How many were found (of at most so many that are weighed), and what it took, in milliseconds.

    ``cpu`` is what one search used of a processor, here and in the database: it says the same on a busy machine.
    """

    count: int
    p50: float
    p99: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.p50:.1f} | {self.p99:.1f} | {self.cpu:.1f}"


def _timed(search: Callable[[], int], times: int) -> Timed:
    took, count = [], search()
    used = _cpu_milliseconds()
    for _time in range(times):
        began = time.perf_counter()
        search()
        took.append(1000 * (time.perf_counter() - began))
    used = _cpu_milliseconds() - used
    return Timed(count, statistics.median(took), statistics.quantiles(took, n=100)[-1], used / times)


def _cpu_milliseconds() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    return 1000 * (time.process_time() + cpu_seconds(backend))


def _found(reader: int, typed: str, record_id: int | None) -> int:
    from gighall.base import clock
    from gighall.base.words import sought_in
    from gighall.domain.record.queries import found_entries

    found = found_entries(person_id=reader, sought=sought_in(typed), now=clock.now(), record_id=record_id)
    return len(found.entries)


def _found_plainly(reader: int, typed: str) -> int:
    from django.db import connection

    joined = " <-> " if typed.startswith('"') else ":* & "
    query = joined.join(typed.strip('"').split()) + ("" if typed.startswith('"') else ":*")
    with connection.cursor() as cursor:
        cursor.execute(PLAIN_SQL, {"query": query, "person": reader, "limit": FOUND_MAX})
        return len(cursor.fetchall())
