"""What the portal's role may read of the catalogue: the definitions themselves; they hold nothing of anybody."""

from django.db import migrations

ITEMS = """
CREATE VIEW public_catalog_items AS
SELECT i.key, v.number, v.hash, v.definition, v.in_force_from
FROM catalog_itemversion v JOIN catalog_catalogitem i ON i.id = v.item_id
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_items_and_versions")]

    operations = [migrations.RunSQL(ITEMS, reverse_sql="DROP VIEW public_catalog_items")]
