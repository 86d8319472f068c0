"""What the portal's role may read of codes: what happened to them, with the public facts of who carries them.

A name that may be a person's shows its first character; of a 个体工商户 no old tax number, as it was made of its
operator's. Faults, old registrations and counts have no view.
"""

from django.db import migrations

EVENTS = """
CREATE VIEW public_codes_events AS
SELECT e.id, e.kind, e.code, e.happened_on, e.told_on,
       CASE WHEN o.name_is_personal THEN left(o.name, 1) || '**' ELSE o.name END AS name,
       o.public_id, o.kind AS subject_kind, o.district, coalesce(u.name, '') AS unit,
       CASE WHEN e.old_kind = 'tax-number' AND o.kind = 'sole-trader' THEN '' ELSE e.old_kind END AS old_kind,
       CASE WHEN e.old_kind = 'tax-number' AND o.kind = 'sole-trader' THEN '' ELSE e.old_number END AS old_number
FROM codes_codeevent e
JOIN subjects_organisation o ON o.id = e.organisation_id
LEFT JOIN units_unit u ON u.id = e.unit_id
WHERE e.code = o.unified_code
"""


class Migration(migrations.Migration):
    dependencies = [("codes", "0001_codes_and_faults"), ("subjects", "0002_public_views")]

    operations = [migrations.RunSQL(EVENTS, reverse_sql="DROP VIEW public_codes_events")]
