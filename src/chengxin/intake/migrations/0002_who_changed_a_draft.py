"""Drafts say who changed them last; of those that are there it is taken to be who began them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_submissions")]

    operations = [
        migrations.AddField("draft", "changed_by", models.CharField(max_length=80, default="")),
        migrations.AddField("draft", "changed_by_name", models.CharField(max_length=200, default="")),
        migrations.RunSQL(
            "UPDATE intake_draft SET changed_by = begun_by, changed_by_name = begun_by_name", migrations.RunSQL.noop
        ),
        migrations.AlterField("draft", "changed_by", models.CharField(max_length=80)),
        migrations.AlterField("draft", "changed_by_name", models.CharField(max_length=200)),
    ]
