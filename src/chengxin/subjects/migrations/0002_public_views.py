"""What the portal's role may read of organisations, and the one thing of the owner's that a load may do.

The views name each column, so that a new one stays inside until somebody decides otherwise. Protected here:
names that may be a natural person's are not searched and shown by their first character only; a 个体工商户 shows no
address, as it may be the operator's home, and no old tax number, as it was made of the operator's ID number.
Persons, representations and confirmations have no view.
"""

from django.db import migrations

ORGANISATIONS = """
CREATE VIEW public_subjects_organisations AS
SELECT id, public_id, unified_code,
       CASE WHEN name_is_personal THEN left(name, 1) || '**' ELSE name END AS name,
       name_is_personal, kind, status, district, registered_on, closed_on,
       CASE WHEN kind = 'sole-trader' THEN '' ELSE address END AS address,
       business_scope, registering_body, facts_on
FROM subjects_organisation
"""

NAMES = """
CREATE VIEW public_subjects_names AS
SELECT id, organisation_id, name, text, tokens, lane, current, valid_from, valid_until
FROM subjects_nameperiod
WHERE NOT personal
"""

OLD_NUMBERS = """
CREATE VIEW public_subjects_old_numbers AS
SELECT n.organisation_id, n.kind, n.number
FROM subjects_oldnumber n JOIN subjects_organisation o ON o.id = n.organisation_id
WHERE n.kind <> 'tax-number' OR o.kind <> 'sole-trader'
"""

# gin_clean_pending_list asks for the owner of the index, and the application's role is not.
SETTLE = """
CREATE FUNCTION subjects_settle_names() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog
AS 'SELECT gin_clean_pending_list(''public.name_by_tokens''::regclass)'
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0001_organisations_and_persons")]

    operations = [
        migrations.RunSQL(ORGANISATIONS, reverse_sql="DROP VIEW public_subjects_organisations"),
        migrations.RunSQL(NAMES, reverse_sql="DROP VIEW public_subjects_names"),
        migrations.RunSQL(OLD_NUMBERS, reverse_sql="DROP VIEW public_subjects_old_numbers"),
        migrations.RunSQL(SETTLE, reverse_sql="DROP FUNCTION subjects_settle_names()"),
    ]
