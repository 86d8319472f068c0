"""How often work on a submission was begun where it stands, so that one that kills its workers is given up."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0005_mending_drafts")]

    operations = [
        migrations.AddField("submission", "begun", models.PositiveSmallIntegerField(default=0, db_default=0)),
        migrations.AddField("submission", "begun_at_stage", models.CharField(blank=True, max_length=20, db_default="")),
    ]
