"""What the database refuses: see the SQL beside this file, which is never edited once landed."""

from pathlib import Path

from django.db import migrations

HERE = Path(__file__).resolve().parent


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL((HERE / "0002_rules.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop)
    ]
