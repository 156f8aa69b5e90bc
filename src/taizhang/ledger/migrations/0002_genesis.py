"""The head of an empty journal."""

from typing import Any, ClassVar

from django.db import migrations

from taizhang.ledger.journal import GENESIS


def begin(apps: Any, schema_editor: Any) -> None:
    """Write the row that whoever appends locks first."""
    apps.get_model("ledger", "Head").objects.get_or_create(id=1, defaults={"seq": 0, "hash": GENESIS})


class Migration(migrations.Migration):
    """One row, and never another."""

    dependencies: ClassVar = [("ledger", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(begin, migrations.RunPython.noop)]
