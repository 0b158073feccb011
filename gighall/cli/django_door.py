"""How a command enters Django: settings, apps, and a database that answers."""

import os

from gighall.base import clock
from gighall.base.environment import read_environment
from gighall.embedded.refusals import CannotStart

SERVER_MAJOR_MIN = 17
CONNECT_SECONDS = 5


def open_django() -> None:
    """Load Django's settings and apps; once per process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gighall.config.settings")
    import django

    django.setup()


def check_database() -> None:
    """Refuse when the database does not answer, or is older than Gighall needs.

    Errors: CannotStart.
    """
    import psycopg

    environment = read_environment()
    try:
        # Not through Django's pool, which waits long and says little when nobody answers.
        with psycopg.connect(environment.database_url, connect_timeout=CONNECT_SECONDS) as connection:
            major = connection.info.server_version // 10_000
    except psycopg.Error as error:
        reason = (str(error).strip() or "no answer").splitlines()[0].rstrip(".")
        named = "of DATABASE_URL" if environment.external_database_url else "of this home"
        hint = "" if environment.external_database_url else ": `gighall run` starts it"
        raise CannotStart(f"The database {named} does not answer ({reason}){hint}.") from None
    if major < SERVER_MAJOR_MIN:
        raise CannotStart(
            f"DATABASE_URL leads to PostgreSQL {major}; Gighall needs PostgreSQL {SERVER_MAJOR_MIN} or newer."
        )


def take_time() -> None:
    """Let this process see the hall's time, which a demo may have moved."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(clock.READ_OFFSET_SQL)
        row = cursor.fetchone()
    clock.take_offset(float(row[0]) if row else 0.0)
