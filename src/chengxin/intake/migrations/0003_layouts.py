"""How a submission's columns were read, and the headers that mean a field."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

STATES = [
    "received",
    "checking",
    "to-map",
    "to-confirm",
    "loading",
    "done",
    "unreadable",
    "failed",
    "cancelled",
    "withdrawn",
]
AT_WORK = ["checking", "loading", "received", "to-confirm", "to-map"]
IN_FORCE = ("ended_at__isnull", True)


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_who_changed_a_draft"), ("units", "0004_answered_calls")]

    operations = [
        migrations.CreateModel(
            "HeaderAlias",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(max_length=26, unique=True)),
                ("item", models.CharField(max_length=60)),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
                ("header", models.CharField(max_length=200)),
                ("plain", models.CharField(max_length=200)),
                ("field", models.CharField(max_length=60)),
                ("added_at", models.DateTimeField()),
                ("added_by_name", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by_name", models.CharField(max_length=200, blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["item", "plain"],
                        condition=models.Q(IN_FORCE, ("unit__isnull", True)),
                        name="a_header_means_one_field_for_every_unit",
                    ),
                    models.UniqueConstraint(
                        fields=["item", "unit", "plain"],
                        condition=models.Q(IN_FORCE, ("unit__isnull", False)),
                        name="a_header_means_one_field_for_a_unit",
                    ),
                ],
            },
        ),
        migrations.AddField("submission", "mapping", models.JSONField(default=dict)),
        migrations.AddField("submission", "wishes", models.JSONField(default=dict)),
        migrations.AddField(
            "submission",
            "aliases",
            django.contrib.postgres.fields.ArrayField(models.CharField(max_length=26), default=list),
        ),
        migrations.AddIndex(
            "submission", django.contrib.postgres.indexes.GinIndex(fields=["aliases"], name="submission_by_alias")
        ),
        migrations.AlterField(
            "submission", "state", models.CharField(max_length=12, choices=[(state, state) for state in STATES])
        ),
        migrations.RemoveConstraint("submission", "the_same_file_is_worked_on_once"),
        migrations.AddConstraint(
            "submission",
            models.UniqueConstraint(
                fields=["unit", "item", "sha256"],
                condition=models.Q(("state__in", AT_WORK)),
                name="the_same_file_is_worked_on_once",
            ),
        ),
    ]
