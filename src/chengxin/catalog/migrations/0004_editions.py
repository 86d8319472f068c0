import django.db.models.deletion
from django.db import migrations, models

# What anybody may read: editions that were adopted and the one laid open for comments, with what is in them.
EDITIONS = """
CREATE VIEW public_catalog_editions AS
SELECT e.key, e.title, e.state, e.remark, e.in_force_from, e.consulted_at, e.consultation_ends_on
FROM catalog_edition e WHERE e.state IN ('adopted', 'consultation')
"""

ITEMS_OF_EDITIONS = """
CREATE VIEW public_catalog_edition_items AS
SELECT e.key AS edition, i.key, p.part, coalesce(v.hash, '') AS hash, coalesce(p.definition, v.definition) AS definition
FROM catalog_editionitem p
JOIN catalog_edition e ON e.id = p.edition_id AND e.state IN ('adopted', 'consultation')
JOIN catalog_catalogitem i ON i.id = p.item_id
LEFT JOIN catalog_itemversion v ON v.id = p.version_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_changes_counted"),
        ("units", "0004_answered_calls"),
        ("vault", "0001_stored_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=100)),
                ("state", models.CharField(max_length=12)),
                ("number", models.PositiveIntegerField(default=0)),
                ("remark", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=200)),
                ("consulted_at", models.DateTimeField(null=True)),
                ("consultation_ends_on", models.DateField(null=True)),
                ("in_force_from", models.DateField(null=True, unique=True)),
                ("adopted_at", models.DateTimeField(null=True)),
                ("adopted_by", models.CharField(blank=True, max_length=200)),
                (
                    "based_on",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.edition"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "consultation", "settling", "adopted", "given-up"])),
                        name="edition_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("in_force_from__isnull", False), ("state", "adopted")),
                            models.Q(models.Q(("state", "adopted"), _negated=True), ("in_force_from__isnull", True)),
                            _connector="OR",
                        ),
                        name="adopted_edition_has_its_day",
                    ),
                    models.UniqueConstraint(
                        models.Value(1),
                        condition=models.Q(("state__in", ["consultation", "draft", "settling"])),
                        name="one_edition_is_under_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(max_length=26, unique=True)),
                ("words", models.TextField()),
                ("proposal", models.TextField(blank=True)),
                ("given_at", models.DateTimeField()),
                ("given_by", models.CharField(max_length=80)),
                ("given_by_name", models.CharField(max_length=200)),
                ("outcome", models.CharField(blank=True, max_length=12)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=200)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="catalog.edition"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.catalogitem",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("outcome", "")),
                            models.Q(
                                ("answered_at__isnull", False), ("outcome__in", ["adopted", "partly", "not-adopted"])
                            ),
                            _connector="OR",
                        ),
                        name="answer_has_outcome_and_moment",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["edition", "id"], name="comment_by_edition"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=8)),
                ("definition", models.JSONField(null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="catalog.edition"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.catalogitem"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.itemversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "item"), name="item_stands_in_an_edition_once"),
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["kept", "added", "changed", "removed"])), name="part_is_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=40)),
                ("number", models.CharField(blank=True, max_length=100)),
                ("dated_on", models.DateField(null=True)),
                ("begins_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("result", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=200)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="catalog.edition"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.storedfile"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "step"), name="step_is_recorded_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("begins_on__isnull", True),
                            ("ends_on__isnull", True),
                            ("begins_on__lte", models.F("ends_on")),
                            _connector="OR",
                        ),
                        name="period_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.RunSQL(EDITIONS, reverse_sql="DROP VIEW public_catalog_editions"),
        migrations.RunSQL(ITEMS_OF_EDITIONS, reverse_sql="DROP VIEW public_catalog_edition_items"),
    ]
