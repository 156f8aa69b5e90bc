"""What a browser would send back of a page with a form."""

from __future__ import annotations

import re


def form_of(page: str) -> dict[str, object]:
    """What the browser would send back: hidden and text fields, and what is chosen."""
    fields: dict[str, object] = dict(
        re.findall(r'<input type="(?:hidden|text)"[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', page)
    )
    for name in ("column", "unit"):
        selects = re.findall(rf'<select name="{name}".*?</select>', page, re.DOTALL)
        fields[name] = [(re.findall(r'value="([^"]*)" selected', told) or [""])[0] for told in selects]
    fields["unit-name"] = re.findall(r'name="unit-name" value="([^"]*)"', page)
    return fields
