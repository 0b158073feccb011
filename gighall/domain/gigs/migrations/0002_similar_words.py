"""Words that are nearly the same: PostgreSQL's own extension, which a database's owner may create."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("gigs", "0001_initial")]

    operations = [TrigramExtension()]
