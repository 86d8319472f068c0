import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0007_items_public_now"),
        ("units", "0005_written_names"),
        ("vault", "0002_files_held"),
    ]

    operations = [
        migrations.CreateModel(
            name="SectorPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(max_length=26, unique=True)),
                ("due_on", models.DateField(null=True)),
                ("asked_by_paper", models.CharField(max_length=100)),
                ("state", models.CharField(max_length=8)),
                ("title", models.CharField(blank=True, max_length=100)),
                ("text", models.TextField(blank=True)),
                ("measures", models.JSONField(default=list)),
                ("document_number", models.CharField(blank=True, max_length=100)),
                ("issued_on", models.DateField(null=True)),
                ("number", models.PositiveIntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=200)),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.storedfile"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["none", "draft", "issued"])),
                        name="sector_plan_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("file__isnull", False),
                                ("issued_on__isnull", False),
                                ("state", "issued"),
                                models.Q(("document_number", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "issued"), _negated=True),
                                ("document_number", ""),
                                ("file__isnull", True),
                                ("issued_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="issued_sector_plan_has_its_paper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "none"),
                            models.Q(models.Q(("title", ""), _negated=True), models.Q(("text", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="sector_plan_that_was_begun_says_something",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "issued"), _negated=True),
                        fields=("unit",),
                        name="unit_has_one_sector_plan_under_way",
                    ),
                ],
            },
        ),
    ]
