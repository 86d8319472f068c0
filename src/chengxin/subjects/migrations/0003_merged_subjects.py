"""Organisations that turned out to be one: the event, whom an organisation is merged into, names lent for a while.

The public sees the survivor alone. An old number, and the code, of what was merged into it lead there.
"""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
from django.db import migrations, models

import chengxin.foundation.append_only

ORGANISATIONS = """
CREATE OR REPLACE VIEW public_subjects_organisations AS
SELECT id, public_id, unified_code,
       CASE WHEN name_is_personal THEN left(name, 1) || '**' ELSE name END AS name,
       name_is_personal, kind, status, district, registered_on, closed_on,
       CASE WHEN kind = 'sole-trader' THEN '' ELSE address END AS address,
       business_scope, registering_body, facts_on
FROM subjects_organisation
WHERE merged_into_id IS NULL
"""

OLD_NUMBERS = """
CREATE OR REPLACE VIEW public_subjects_old_numbers AS
SELECT n.organisation_id, n.kind, n.number
FROM subjects_oldnumber n JOIN subjects_organisation o ON o.id = n.organisation_id
WHERE n.kind <> 'tax-number' OR o.kind <> 'sole-trader'
UNION ALL
SELECT o.merged_into_id, n.kind, n.number
FROM subjects_oldnumber n JOIN subjects_organisation o ON o.id = n.organisation_id
WHERE o.merged_into_id IS NOT NULL AND (n.kind <> 'tax-number' OR o.kind <> 'sole-trader')
UNION ALL
SELECT o.merged_into_id, 'merged-code'::varchar(20), o.unified_code::varchar(50)
FROM subjects_organisation o WHERE o.merged_into_id IS NOT NULL AND o.unified_code IS NOT NULL
"""

MERGED = """
CREATE VIEW public_subjects_merged AS
SELECT a.id, a.public_id, a.unified_code, s.public_id AS survivor
FROM subjects_organisation a JOIN subjects_organisation s ON s.id = a.merged_into_id
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0002_public_views")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="merged_into",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="absorbed",
                to="subjects.organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", models.F("merged_into")), _negated=True),
                name="organisation_is_not_merged_into_itself",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                django.db.models.functions.comparison.Coalesce("merged_into", "id"), name="organisation_by_survivor"
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["merged_into"],
                name="organisation_merged_into",
            ),
        ),
        migrations.CreateModel(
            name="SubjectLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(max_length=26, unique=True)),
                ("merged", models.BooleanField()),
                ("reason", models.CharField(max_length=300)),
                ("basis", models.CharField(max_length=300)),
                ("evidence", models.JSONField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                ("by_name", models.CharField(max_length=200)),
                (
                    "absorbed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="subjects.organisation",
                    ),
                ),
                (
                    "survivor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.organisation"
                    ),
                ),
            ],
            bases=(chengxin.foundation.append_only.AppendOnly, models.Model),
        ),
        migrations.AddField(
            model_name="nameperiod",
            name="lent",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="subjects.subjectlink",
            ),
        ),
        migrations.RemoveConstraint(model_name="nameperiod", name="former_names_do_not_overlap"),
        migrations.AddConstraint(
            model_name="nameperiod",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(
                    ("current", False),
                    ("lent__isnull", True),
                    ("valid_from__isnull", False),
                    ("valid_until__isnull", False),
                ),
                expressions=[
                    (
                        models.Func(
                            models.F("organisation"),
                            models.F("organisation"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (models.Func(models.F("valid_from"), models.F("valid_until"), function="daterange"), "&&"),
                ],
                name="former_names_do_not_overlap",
            ),
        ),
        migrations.RunSQL(ORGANISATIONS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(OLD_NUMBERS, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(MERGED, reverse_sql="DROP VIEW public_subjects_merged"),
    ]
