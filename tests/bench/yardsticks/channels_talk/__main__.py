"""``python -m tests.bench.yardsticks.channels_talk SOCKET DATABASE_URL WORLD``: make its tables, then serve."""

import json
import sys
from pathlib import Path

import django
import uvicorn
from django.conf import settings

SCHEMA = "yardstick"
NAME = "tests.bench.yardsticks.channels_talk"


def configure(database_url: str) -> None:
    """Enter Django with settings of one's own."""
    from psycopg.conninfo import conninfo_to_dict

    parts = conninfo_to_dict(database_url)
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", NAME],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parts["dbname"],
                "USER": parts["user"],
                "PASSWORD": parts["password"],
                "HOST": parts["host"],
                "CONN_MAX_AGE": None,
                "OPTIONS": {"options": f"-c search_path={SCHEMA}"},
            }
        },
        CHANNEL_LAYERS={
            "default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 100_000}}
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        SECRET_KEY="only a yardstick",
    )
    django.setup()


def fill(world: Path) -> None:
    """Make the tables, and the people and talks of a world."""
    from django.db import connection

    from .models import Message, Person, Talk

    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
    with connection.schema_editor() as editor:
        for model in (Person, Talk, Message):
            editor.create_model(model)
    rows = [json.loads(line) for line in world.read_text(encoding="ascii").splitlines()]
    people = Person.objects.bulk_create(
        Person(token=row[side]) for row in rows for side in ("a_token", "b_token")
    )
    talks = Talk.objects.bulk_create(Talk(name=row["conversation"]) for row in rows)
    places = Talk.people.through
    places.objects.bulk_create(
        places(talk=talk, person=person)
        for talk, pair in zip(talks, zip(people[::2], people[1::2], strict=True), strict=True)
        for person in pair
    )


def main(path: str, database_url: str, world: str) -> None:
    """Serve until the end, under the server that the live program has."""
    configure(database_url)
    fill(Path(world))
    from gighall.guard import warm_up

    from .consumer import TalkConsumer

    warm_up()
    uvicorn.run(
        TalkConsumer.as_asgi(),
        uds=path,
        ws="websockets-sansio",
        loop="uvloop",
        lifespan="off",
        ws_per_message_deflate=False,
        log_level="warning",
        access_log=False,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
