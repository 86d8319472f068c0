"""Indexes of what is done, by item and by day: what units declare and the rates are read from them."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("intake", "0006_workers_that_died")]

    operations = [
        migrations.AddIndex(
            "submission",
            models.Index(
                fields=["unit", "item", "received_on"], condition=Q(state="done"), name="submission_done_by_item"
            ),
        ),
        migrations.AddIndex(
            "submission",
            models.Index(
                fields=["received_on", "id"],
                include=["unit", "item", "rows", "accepted", "unchanged", "returned"],
                condition=Q(state="done"),
                name="submission_done_by_day",
            ),
        ),
    ]
