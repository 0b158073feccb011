"""Orders that were placed before exceptions existed: which gig each record is about."""

from django.db import migrations

NOTE_PLACES_SQL = """
INSERT INTO policy_orderplace (place_id, gig_id)
SELECT record_id, gig_id FROM orders_order
ON CONFLICT (place_id) DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [
        ("orders", "0005_organisation"),
        ("policy", "0003_waivers"),
    ]

    operations = [migrations.RunSQL(NOTE_PLACES_SQL, migrations.RunSQL.noop)]
