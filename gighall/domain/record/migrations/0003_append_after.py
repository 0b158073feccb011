"""``record_append`` looks whether a post was judged after its author's last message.

The SQL stands beside this file and is never edited once landed: a change is a new migration with its own.
"""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).resolve().parent


class Migration(migrations.Migration):
    dependencies = [("record", "0002_entries")]

    operations = [
        # What was to be kept there is read from the entries themselves: erasure reaches those.
        migrations.RemoveField("participant", "guard_window"),
        migrations.RunSQL((HERE / "0003_append_after.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
