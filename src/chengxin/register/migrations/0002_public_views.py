"""What the portal's role may read of records: here, once, it is said what is public.

A version is public if its load is visible and not withdrawn, no later version of its record has such a load, it is to
be published, its record was not taken down, and the earliest end that any version which showed gave has not passed in
China: the earliest, since loads that merged side by side did not know of each other's. The view asks the clock itself,
so that an item is gone at midnight whether a job runs or not. Every column is named; closed values have no column here.
"""

from django.db import migrations

RECORDS = """
CREATE VIEW public_records AS
SELECT r.public_id, v.id AS position, v.item, r.subject_id, o.public_id AS subject, o.unified_code AS subject_code,
       o.name AS subject_name,
       o.kind = 'sole-trader' OR o.name_is_personal AS subject_is_protected, o.kind AS subject_kind,
       o.district AS subject_district, v.payload, v.decided_on,
       v.document_number, v.deciding_body, u.name AS source_unit, v.severity, v.starts_on, v.minimum_ends_on,
       v.earliest_repair_on, ending.ends_on, ending.rule, ending.reason, ending.law_version,
       v.change = 'correction' AS corrected, l.visible_at AS shown_at, coalesce(mark.disputed, false) AS disputed
FROM register_recordversion v
JOIN register_load l ON l.id = v.load_id AND l.visible_at IS NOT NULL AND l.withdrawn_at IS NULL
JOIN register_record r ON r.id = v.record_id
JOIN public_subjects_organisations o ON o.id = r.subject_id
JOIN units_unit u ON u.id = v.source_unit_id
CROSS JOIN LATERAL (
    SELECT w.ends_on, w.rule, w.reason, w.law_version FROM register_recordversion w
    JOIN register_load m ON m.id = w.load_id AND m.visible_at IS NOT NULL AND m.withdrawn_at IS NULL
    WHERE w.record_id = v.record_id ORDER BY w.ends_on NULLS LAST, w.number DESC LIMIT 1
) ending
LEFT JOIN LATERAL (
    SELECT d.disputed FROM register_disputemark d WHERE d.record_id = v.record_id ORDER BY d.id DESC LIMIT 1
) mark ON true
WHERE v.publish
  AND (ending.ends_on IS NULL OR ending.ends_on >= (now() AT TIME ZONE 'Asia/Shanghai')::date)
  AND NOT EXISTS (SELECT FROM register_takedown t WHERE t.record_id = v.record_id)
  AND NOT EXISTS (
      SELECT FROM register_recordversion w
      JOIN register_load m ON m.id = w.load_id AND m.visible_at IS NOT NULL AND m.withdrawn_at IS NULL
      WHERE w.record_id = v.record_id AND w.number > v.number
  )
"""

# What was ever public, so that an old address can say "gone" in place of "never was". Opaque ids, nothing else.
KNOWN = """
CREATE VIEW public_known_records AS
SELECT r.public_id FROM register_record r
WHERE EXISTS (
    SELECT FROM register_recordversion v JOIN register_load l ON l.id = v.load_id AND l.visible_at IS NOT NULL
    WHERE v.record_id = r.id AND v.publish
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0001_records"),
        ("subjects", "0002_public_views"),
        ("units", "0002_usage_unlogged"),
    ]

    operations = [
        migrations.RunSQL(RECORDS, reverse_sql="DROP VIEW public_records"),
        migrations.RunSQL(KNOWN, reverse_sql="DROP VIEW public_known_records"),
    ]
