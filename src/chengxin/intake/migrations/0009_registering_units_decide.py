"""Rows name the departments whose registering units are asked, and steps the unit that decided.

Rows that wait already name none: their units and the offices decide them, as before.
"""

import django.db.models.deletion
from django.db import migrations, models

FATES = [("open", "open"), ("found", "found"), ("nobody", "nobody"), ("not-ours", "not-ours")]


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0008_unidentified_rows"),
        ("units", "0005_written_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="unidentifiedrow",
            name="departments",
            field=models.CharField(blank=True, db_default="", max_length=10),
        ),
        migrations.AddField(
            model_name="unidentifiedrow",
            name="district",
            field=models.CharField(blank=True, db_default="", max_length=12),
        ),
        migrations.AddField(
            model_name="identifyingstep",
            name="by_unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
            ),
        ),
        migrations.AlterField(
            model_name="identifyingstep",
            name="fate",
            field=models.CharField(choices=FATES, max_length=10),
        ),
    ]
