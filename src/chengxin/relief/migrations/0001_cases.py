"""Cases: objections and repairs, their records, moves and reminders."""

import django.db.models.deletion
from django.db import migrations, models

import chengxin.foundation.append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("notices", "0001_notices_and_deliveries"),
        ("subjects", "0003_merged_subjects"),
        ("units", "0005_written_names"),
        ("vault", "0002_files_held"),
    ]

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(db_collation="C", max_length=26, unique=True)),
                ("procedure", models.CharField(max_length=10)),
                ("year", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("written_number", models.CharField(max_length=100)),
                ("subject_name", models.CharField(max_length=400)),
                ("subject_code", models.CharField(blank=True, max_length=18)),
                ("words", models.CharField(max_length=2000)),
                ("filed_on", models.DateField()),
                ("state", models.CharField(max_length=16)),
                ("seen", models.PositiveIntegerField(default=1)),
                ("filed_at", models.DateTimeField()),
                ("filed_by_name", models.CharField(max_length=200)),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subjects.organisation",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "state"], name="case_by_unit"),
                    models.Index(fields=["subject", "-id"], name="case_by_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "procedure", "year", "number"), name="cases_of_a_year_are_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("procedure__in", ["objection", "repair"])), name="case_procedure_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "received",
                                    "papers-requested",
                                    "accepted",
                                    "with-source",
                                    "checked",
                                    "answered",
                                    "review",
                                    "handed-over",
                                    "decided",
                                    "refused",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="case_state_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("move", models.CharField(max_length=16)),
                ("from_state", models.CharField(blank=True, max_length=16)),
                ("to_state", models.CharField(max_length=16)),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=200)),
                ("by_unit", models.CharField(blank=True, max_length=200)),
                ("words", models.CharField(blank=True, max_length=2000)),
                ("facts", models.JSONField(default=dict)),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="relief.case",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notices.notice"
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.storedfile"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "number"), name="moves_of_a_case_are_numbered"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("move", "file"),
                            (
                                "move__in",
                                [
                                    "accept",
                                    "ask-papers",
                                    "take-papers",
                                    "refuse",
                                    "forward",
                                    "find",
                                    "send-back",
                                    "suspend",
                                    "resume",
                                    "extend",
                                    "answer",
                                    "ask-review",
                                    "answer-review",
                                    "hand-over",
                                    "decide",
                                    "withdraw",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="case_move_is_known",
                    ),
                ],
            },
            bases=(chengxin.foundation.append_only.AppendOnly, models.Model),
        ),
        migrations.CreateModel(
            name="CaseRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record", models.CharField(db_collation="C", max_length=26)),
                ("item_name", models.CharField(max_length=200)),
                ("summary", models.CharField(blank=True, max_length=400)),
                ("document_number", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveIntegerField()),
                ("open", models.BooleanField(default=True)),
                ("result", models.CharField(blank=True, max_length=10)),
                ("found_words", models.CharField(blank=True, max_length=2000)),
                ("answered", models.CharField(blank=True, max_length=10)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="records", to="relief.case"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "record"), name="a_case_names_a_record_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("open", True)), fields=("record",), name="a_record_is_in_one_open_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "result__in",
                                ["", "delete", "correct", "supplement", "end", "remove", "maintain", "repair"],
                            )
                        ),
                        name="case_result_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "answered__in",
                                ["", "delete", "correct", "supplement", "end", "remove", "maintain", "repair"],
                            )
                        ),
                        name="case_answer_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("limit", models.CharField(max_length=24)),
                ("due_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="relief.case",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notices.notice"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="units.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "limit", "due_on", "unit"), name="a_case_is_reminded_of_once"
                    )
                ],
            },
            bases=(chengxin.foundation.append_only.AppendOnly, models.Model),
        ),
    ]
