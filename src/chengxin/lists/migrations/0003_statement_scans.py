"""The paper that a party hands in with its statement."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("lists", "0002_public_view"),
        ("vault", "0002_files_held"),
    ]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="scan",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.storedfile"
            ),
        ),
    ]
