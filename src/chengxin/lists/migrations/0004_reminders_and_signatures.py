"""Reminders, once each, and the signature that follows a removal by the platform."""

import django.db.models.deletion
from django.db import migrations, models

import chengxin.foundation.append_only

MOVES = ["send-back", "amend", "approve", "notify", "hear", "answer", "decide", "publish", "exit", "stop", "sign"]
PAPERS = ["notice", "public-notice", "decision", "removal", "confirmation"]
REMINDERS = ["answer-soon", "answer-over", "review-waits", "decision-waits"]


class Migration(migrations.Migration):
    dependencies = [
        ("lists", "0003_statement_scans"),
        ("notices", "0001_notices_and_deliveries"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="entrymove", name="list_move_is_known"),
        migrations.AddConstraint(
            model_name="entrymove",
            constraint=models.CheckConstraint(
                condition=models.Q(("move", "propose"), ("move__in", MOVES), _connector="OR"),
                name="list_move_is_known",
            ),
        ),
        migrations.RemoveConstraint(model_name="paper", name="list_paper_kind_is_known"),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", PAPERS)), name="list_paper_kind_is_known"
            ),
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=16)),
                ("due_on", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="lists.entry",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="notices.notice"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["entry", "kind", "due_on"], name="list_entry_is_reminded_of_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", REMINDERS)), name="list_reminder_kind_is_known"
                    ),
                ],
            },
            bases=(chengxin.foundation.append_only.AppendOnly, models.Model),
        ),
    ]
