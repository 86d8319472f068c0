from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_public_view")]

    operations = [
        migrations.AddField(
            model_name="catalogitem", name="draft_number", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(model_name="catalogitem", name="discarded", field=models.JSONField(null=True)),
        migrations.AddField(model_name="codelistrow", name="number", field=models.PositiveIntegerField(default=0)),
    ]
