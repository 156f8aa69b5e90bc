"""Settings of an office as the TOML that is read back.

What enters is ``Settings``, what leaves is a text with a line for each setting that is not as it is by default::

    grain = "sentence"
    lead_unit = "star"
"""

from __future__ import annotations

import json
from dataclasses import fields

from taizhang.settings.office import Settings


def write_settings(settings: Settings) -> str:
    r"""``settings`` as TOML, which ``read_settings`` reads as the same; empty where all is as by default.

    >>> write_settings(Settings(grain="item", columns=("number", "task")))
    'grain = "item"\ncolumns = ["number", "task"]\n'
    """
    told = ((f.name, getattr(settings, f.name)) for f in fields(settings))
    default = Settings()
    return "".join(f"{name} = {_show(value)}\n" for name, value in told if value != getattr(default, name))


def _show(value: object) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else str(value), ensure_ascii=False)
