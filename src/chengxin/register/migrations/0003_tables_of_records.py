"""What tables of public records need to stop early: indexes that know the last day, and a view that asks for less.

A table walks its index until the page is full. Years of expired records lie on that way; the last day stands in the
index, so that they are passed without being looked at. In the view what decides whether a record is public comes
first and reads as little as possible; what is merely told (the earliest end, the mark) is looked up for rows that are
shown, not for rows that are counted. It says the same as before, and which day it says it for. ``record_item`` is
``item`` by another way: records are indexed by subject and item, versions are not.
"""

from datetime import date

from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

# The standing versions of the same record; the earliest end that any of them gave holds.
ENDING = """
(SELECT w.{column} FROM register_recordversion w
 JOIN register_load m ON m.id = w.load_id AND m.visible_at IS NOT NULL AND m.withdrawn_at IS NULL
 WHERE w.record_id = v.record_id ORDER BY w.ends_on NULLS LAST, w.number DESC LIMIT 1) AS {column}"""

TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"

RECORDS = f"""
CREATE OR REPLACE VIEW public_records AS
SELECT r.public_id, v.id AS position, v.item, r.subject_id, o.public_id AS subject, o.unified_code AS subject_code,
       o.name AS subject_name,
       o.kind = 'sole-trader' OR o.name_is_personal AS subject_is_protected, o.kind AS subject_kind,
       o.district AS subject_district, v.payload, v.decided_on,
       v.document_number, v.deciding_body, u.name AS source_unit, v.severity, v.starts_on, v.minimum_ends_on,
       v.earliest_repair_on, {ENDING.format(column="ends_on")}, {ENDING.format(column="rule")},
       {ENDING.format(column="reason")}, {ENDING.format(column="law_version")},
       v.change = 'correction' AS corrected, l.visible_at AS shown_at,
       coalesce((SELECT d.disputed FROM register_disputemark d WHERE d.record_id = v.record_id
                 ORDER BY d.id DESC LIMIT 1), false) AS disputed,
       {TODAY} AS today, r.item AS record_item
FROM register_recordversion v
JOIN register_load l ON l.id = v.load_id AND l.visible_at IS NOT NULL AND l.withdrawn_at IS NULL
JOIN register_record r ON r.id = v.record_id
JOIN public_subjects_organisations o ON o.id = r.subject_id
JOIN units_unit u ON u.id = v.source_unit_id
WHERE v.publish
  AND coalesce(v.ends_on, '9999-12-31'::date) >= {TODAY}
  AND NOT EXISTS (SELECT FROM register_takedown t WHERE t.record_id = v.record_id)
  AND NOT EXISTS (
      SELECT FROM register_recordversion w
      JOIN register_load m ON m.id = w.load_id AND m.visible_at IS NOT NULL AND m.withdrawn_at IS NULL
      WHERE w.record_id = v.record_id AND (w.number > v.number OR w.ends_on < {TODAY})
  )
"""  # noqa: S608  the parts put together are constants of this module


LAST_DAY = Coalesce("ends_on", Value(date.max, output_field=models.DateField()))
NEWEST = (F("decided_on").desc(), F("id").desc(), LAST_DAY)


class Migration(migrations.Migration):
    dependencies = [("register", "0002_public_views")]

    operations = [
        migrations.AddIndex(
            model_name="recordversion",
            index=models.Index(F("item"), *NEWEST, condition=Q(publish=True), name="version_by_day_and_end"),
        ),
        migrations.AddIndex(
            model_name="recordversion",
            index=models.Index(
                F("item"), F("deciding_body"), *NEWEST, condition=Q(publish=True), name="version_by_body"
            ),
        ),
        migrations.RemoveIndex(model_name="recordversion", name="version_by_day"),
        migrations.RunSQL(RECORDS, reverse_sql=migrations.RunSQL.noop),
    ]
