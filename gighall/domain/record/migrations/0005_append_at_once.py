"""``record_append`` writes all new entries of a call by one statement.

The SQL stands beside this file and is never edited once landed: a change is a new migration with its own.
"""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).resolve().parent
BEGIN = "CREATE FUNCTION record_append("


def _former() -> str:
    """Return what makes the function again as it was before."""
    _older, begin, body = (HERE / "0003_append_after.sql").read_text(encoding="utf-8").partition(BEGIN)
    return begin.replace("CREATE", "CREATE OR REPLACE") + body


class Migration(migrations.Migration):
    dependencies = [("record", "0004_words")]

    operations = [
        migrations.RunSQL((HERE / "0005_append_at_once.sql").read_text(encoding="utf-8"), _former()),
    ]
