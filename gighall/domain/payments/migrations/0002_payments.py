"""Payments, how they end, and the checks of all money; what the database refuses stands in the SQL beside."""

from pathlib import Path

import django.db.models.deletion
import gighall.base.ids
from django.conf import settings
from django.db import migrations, models

HERE = Path(__file__).resolve().parent


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0003_clearing'),
        ('payments', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reconciliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('problems', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='BankWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(blank=True, max_length=1500)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=gighall.base.ids.new_public_id, editable=False, max_length=24, unique=True)),
                ('provider', models.CharField(choices=[('bank_transfer', 'bank_transfer')], max_length=16)),
                ('amount_minor', models.BigIntegerField()),
                ('currency', models.CharField(default='EUR', max_length=3)),
                ('reference', models.CharField(max_length=16, unique=True)),
                ('key', models.UUIDField()),
                ('announced_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PaymentEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('confirmed', 'confirmed'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], max_length=9)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='payments.payment')),
            ],
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(fields=('person', 'key'), name='payment_once_a_key'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount_minor__gt', 0)), name='payment_of_more_than_nothing'),
        ),
        migrations.AddConstraint(
            model_name='paymentend',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('confirmed', 'declined', 'withdrawn'))), name='payment_ends_in_a_known_state'),
        ),
        migrations.AddConstraint(
            model_name='paymentend',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'declined'), ('reason', ''), _connector='XOR'), name='payment_declined_with_a_reason'),
        ),
        migrations.RunSQL((HERE / "0002_payments.sql").read_text(encoding="utf-8"), migrations.RunSQL.noop),
    ]
