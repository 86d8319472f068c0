from django.db import migrations, models

REASONS = [
    ("expired", "expired"),
    ("repaired", "repaired"),
    ("revoked", "revoked"),
    ("corrected", "corrected"),
    ("source-withdrawn", "source-withdrawn"),
    ("item-dropped", "item-dropped"),
]


class Migration(migrations.Migration):
    dependencies = [("register", "0008_person_records"), ("catalog", "0007_items_public_now")]

    operations = [
        migrations.AlterField("personrecordend", "reason", models.CharField(choices=REASONS, max_length=20)),
        migrations.AlterField("takedown", "reason", models.CharField(choices=REASONS, max_length=20)),
    ]
