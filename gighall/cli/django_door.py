"""How a command enters Django: settings, apps, and a database that answers."""

import os

from gighall.embedded.refusals import CannotStart

SERVER_MAJOR_MIN = 17


def open_django() -> None:
    """Load Django's settings and apps; once per process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gighall.config.settings")
    import django

    django.setup()


def check_database() -> None:
    """Refuse when the database does not answer, or is older than Gighall needs.

    Errors: CannotStart.
    """
    from django.db import OperationalError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
            major = int(cursor.fetchone()[0])
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "no answer"
        raise CannotStart(
            f"The database does not answer: {reason}. Without DATABASE_URL, `gighall run` must be running."
        ) from None
    if major < SERVER_MAJOR_MIN:
        raise CannotStart(
            f"DATABASE_URL leads to PostgreSQL {major}; Gighall needs PostgreSQL {SERVER_MAJOR_MIN} or newer."
        )
