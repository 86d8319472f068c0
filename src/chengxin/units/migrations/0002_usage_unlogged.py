"""Counts of API calls are written at every call and worth nothing after a crash: the table needs no log."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("units", "0001_directory_and_staff")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE units_usage SET UNLOGGED",
            reverse_sql="ALTER TABLE units_usage SET LOGGED",
        ),
    ]
