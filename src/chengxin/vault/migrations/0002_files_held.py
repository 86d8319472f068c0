from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_stored_files")]

    operations = [
        migrations.AddField("storedfile", "held_for", models.CharField(blank=True, max_length=300)),
        migrations.AddConstraint(
            "storedfile",
            models.CheckConstraint(
                condition=models.Q(("held_for", ""), ("deleted_at__isnull", True), _connector="OR"),
                name="held_file_is_not_deleted",
            ),
        ),
    ]
