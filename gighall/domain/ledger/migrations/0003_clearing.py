"""When released money may be spent, and what else the database refuses: see the SQL beside this file."""

from pathlib import Path

from django.db import migrations, models

HERE = Path(__file__).resolve().parent


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0002_rules'),
    ]

    operations = [
        migrations.AddField(
            model_name='transfer',
            name='clears_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='transfer',
            index=models.Index(condition=models.Q(('clears_at__isnull', False)), fields=['credit', 'clears_at'], name='transfer_by_clearing'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('clears_at__isnull', True), models.Q(('clears_at__gte', models.F('posted_at')), ('kind', 'release')), _connector='OR'), name='transfer_clears_after_a_release'),
        ),
        migrations.RunSQL((HERE / "0003_clearing.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
