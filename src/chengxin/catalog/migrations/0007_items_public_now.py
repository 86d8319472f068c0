from django.db import migrations

# Keys of the items whose records anybody may see today in China, by the newest version in force: what reads records
# without the catalogue (the feed of changes) agrees with the pages from midnight on.
NOW = """
CREATE VIEW public_catalog_items_now AS
SELECT key FROM (
    SELECT DISTINCT ON (key) key, definition FROM public_catalog_items
    WHERE in_force_from <= (now() AT TIME ZONE 'Asia/Shanghai')::date
    ORDER BY key, in_force_from DESC, number DESC
) newest
WHERE definition ->> 'disclosure' = 'public'
  AND coalesce(definition ->> 'collected', 'true') = 'true'
  AND (definition ->> 'valid_from')::date <= (now() AT TIME ZONE 'Asia/Shanghai')::date
  AND coalesce(nullif(definition ->> 'valid_until', '')::date, 'infinity'::date)
      > (now() AT TIME ZONE 'Asia/Shanghai')::date
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_amendment_papers")]

    operations = [migrations.RunSQL(NOW, reverse_sql="DROP VIEW public_catalog_items_now")]
