"""The tables of entries and the function that writes them.

The SQL stands beside this file and is never edited once landed: a change is a new migration with its own.
"""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).resolve().parent


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]

    operations = [
        migrations.RunSQL((HERE / "0002_tables.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
        migrations.RunSQL((HERE / "0002_functions.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
