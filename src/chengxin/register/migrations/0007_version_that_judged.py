"""Rows of one load may be judged by several versions of an item, each by that of its day of decision."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0006_the_feed_goes_on_after_a_restore")]

    operations = [
        migrations.AddField(
            model_name="recordversion",
            name="item_version",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
    ]
