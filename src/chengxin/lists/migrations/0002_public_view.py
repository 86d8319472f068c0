"""What the portal's role may read of lists: entries that are published now and whose record is public now, no more.

What an entry says is the record's payload: a value that the kind does not let be shown never gets there. Every column
is named.
"""

from django.db import migrations

ENTRIES = """
CREATE VIEW public_list_entries AS
SELECT e.public_id, e.id AS position, e.kind, e.kind_name, e.list_type, e.track, r.public_id AS record, r.subject,
       r.subject_name, r.subject_code, r.subject_is_protected, r.payload, r.decided_on, r.document_number,
       r.deciding_body, r.ends_on, r.reason, r.disputed, e.published_at
FROM lists_entry e JOIN public_records r ON r.public_id = e.record
WHERE e.state = 'published'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("lists", "0001_listing_procedures"),
        ("register", "0010_records_of_merged_subjects"),
    ]

    operations = [migrations.RunSQL(ENTRIES, reverse_sql="DROP VIEW public_list_entries")]
