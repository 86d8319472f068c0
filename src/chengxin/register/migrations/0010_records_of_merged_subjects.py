"""Records of an organisation that was merged into another one are shown under that one; nothing of them is rewritten.

``a_record_stays`` and the ledger know the record by its own number: neither the record nor any of its versions changes.
The view says the same as before but for whom a record is about.
"""

from django.db import migrations

TODAY = "(now() AT TIME ZONE 'Asia/Shanghai')::date"

# The standing versions of the same record; the earliest end that any of them gave holds.
ENDING = """
(SELECT w.{column} FROM register_recordversion w
 JOIN register_load m ON m.id = w.load_id AND m.visible_at IS NOT NULL AND m.withdrawn_at IS NULL
 WHERE w.record_id = v.record_id ORDER BY w.ends_on NULLS LAST, w.number DESC LIMIT 1) AS {column}"""

RECORDS = f"""
CREATE OR REPLACE VIEW public_records AS
SELECT r.public_id, v.id AS position, v.item, o.id AS subject_id, o.public_id AS subject,
       o.unified_code AS subject_code, o.name AS subject_name,
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
JOIN subjects_organisation own ON own.id = r.subject_id
JOIN public_subjects_organisations o ON o.id = coalesce(own.merged_into_id, own.id)
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


class Migration(migrations.Migration):
    dependencies = [("register", "0009_takedowns_of_dropped_items"), ("subjects", "0003_merged_subjects")]

    operations = [migrations.RunSQL(RECORDS, reverse_sql=migrations.RunSQL.noop)]
