"""Which rows came back and which were mended since; of what is there already the findings tell it, without a day."""

import django.db.models.deletion
from django.db import migrations, models

import chengxin.foundation.append_only

ROWS_THAT_CAME_BACK = """
INSERT INTO intake_returnedrow (submission_id, row, line, due_on, to_mend)
SELECT s.id, f.row, min(f.line), NULL, bool_or(f.code NOT IN ('not-collected', 'minor'))
FROM intake_submission s
JOIN intake_submissionfinding f ON f.submission_id = s.id AND f.attempt = s.attempt
WHERE s.state = 'done' AND f.severity = 'error' AND f.row > 0
GROUP BY s.id, f.row
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_layouts")]

    operations = [
        migrations.CreateModel(
            name="ReturnedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField()),
                ("line", models.PositiveIntegerField()),
                ("due_on", models.DateField(null=True)),
                ("to_mend", models.BooleanField()),
                (
                    "submission",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returned_rows",
                        to="intake.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "row"), name="a_row_is_returned_once"),
                ],
            },
            bases=(chengxin.foundation.append_only.AppendOnly, models.Model),
        ),
        migrations.CreateModel(
            name="MendedRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.PositiveIntegerField()),
                ("line", models.PositiveIntegerField()),
                (
                    "submission",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mended_rows",
                        to="intake.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "row"), name="a_row_mends_one_line"),
                ],
            },
            bases=(chengxin.foundation.append_only.AppendOnly, models.Model),
        ),
        migrations.RunSQL(ROWS_THAT_CAME_BACK, migrations.RunSQL.noop),
    ]
