"""What the portal may read of the directory: which districts there are, and the short name of each one's head unit."""

from django.db import migrations

DISTRICTS = """
CREATE VIEW public_units_districts AS
SELECT DISTINCT ON (district) district, CASE WHEN parent_id IS NULL THEN short_name ELSE '' END AS head_name
FROM units_unit ORDER BY district, parent_id IS NOT NULL, id
"""


class Migration(migrations.Migration):
    dependencies = [("units", "0002_usage_unlogged")]

    operations = [migrations.RunSQL(DISTRICTS, reverse_sql="DROP VIEW public_units_districts")]
