"""Events know their place, so that the auditor of a place reads what was done to its people and units too."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column."""

    dependencies: ClassVar = [("ledger", "0002_genesis")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="event",
            name="place",
            field=models.CharField(blank=True, db_index=True, default="", max_length=40),
            preserve_default=False,
        )
    ]
