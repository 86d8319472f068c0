import django.db.models.deletion
from django.db import migrations, models

from chengxin.foundation.append_only import AppendOnly

# What anybody may read of kinds of lists and of measures: what was published.
KINDS = """
CREATE VIEW public_catalog_list_kinds AS
SELECT r.key, v.number, v.hash, v.definition, v.in_force_from
FROM catalog_listkindversion v JOIN catalog_listkindrow r ON r.id = v.row_id
"""
MEASURES = """
CREATE VIEW public_catalog_measures AS
SELECT r.key, v.number, v.hash, v.definition, v.in_force_from
FROM catalog_measureversion v JOIN catalog_measurerow r ON r.id = v.row_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0008_sector_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="ListKindRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60, unique=True)),
                ("standard_hash", models.CharField(blank=True, max_length=64)),
                ("draft", models.JSONField(null=True)),
                ("draft_at", models.DateTimeField(null=True)),
                ("draft_by", models.CharField(blank=True, max_length=200)),
                ("draft_number", models.PositiveIntegerField(default=0)),
                ("discarded", models.JSONField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MeasureRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=60, unique=True)),
                ("standard_hash", models.CharField(blank=True, max_length=64)),
                ("draft", models.JSONField(null=True)),
                ("draft_at", models.DateTimeField(null=True)),
                ("draft_by", models.CharField(blank=True, max_length=200)),
                ("draft_number", models.PositiveIntegerField(default=0)),
                ("discarded", models.JSONField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ListKindVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("definition", models.JSONField()),
                ("hash", models.CharField(max_length=64)),
                ("in_force_from", models.DateField()),
                ("published_at", models.DateTimeField()),
                ("published_by", models.CharField(max_length=200)),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="catalog.listkindrow"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("row", "number"), name="version_numbers_of_a_list_kind_differ")
                ],
            },
            bases=(AppendOnly, models.Model),
        ),
        migrations.CreateModel(
            name="MeasureVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("definition", models.JSONField()),
                ("hash", models.CharField(max_length=64)),
                ("in_force_from", models.DateField()),
                ("published_at", models.DateTimeField()),
                ("published_by", models.CharField(max_length=200)),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="catalog.measurerow"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("row", "number"), name="version_numbers_of_a_measure_differ")
                ],
            },
            bases=(AppendOnly, models.Model),
        ),
        migrations.RunSQL(KINDS, reverse_sql="DROP VIEW public_catalog_list_kinds"),
        migrations.RunSQL(MEASURES, reverse_sql="DROP VIEW public_catalog_measures"),
    ]
