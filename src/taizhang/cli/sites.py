"""What the commands of the site share: what enters is the environment, what leaves is Django made ready."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from taizhang.errors import ExtraMissing, OutputError, Said


@contextmanager
def site_ready() -> Iterator[None]:
    """Make the site's models usable; what the database refuses is told in one line.

    Raises ``ExtraMissing`` where the site is not installed, ``SettingError`` for a wrong environment, ``OutputError``
    for a database that cannot be reached or has no tables.
    """
    try:
        from taizhang.web.serving import prepare

        prepare()
    except ModuleNotFoundError as error:
        raise ExtraMissing(extra="site") from error
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        told = " ".join(str(error).split())[:200]
        raise OutputError(
            "DATABASE_URL",
            reason=Said(
                f"数据库出错（{told}）；如未建表，请先运行 taizhang init",
                f"the database failed ({told}); taizhang init makes its tables",
            ),
        ) from error
