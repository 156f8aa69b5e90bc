"""Amounts, and the rates of projects, as pages show them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template

from taizhang.ledger.models import Entry, Project
from taizhang.ledger.rates import rates_of

register = template.Library()


@register.filter
def wan(amount: Decimal | str | None) -> str:
    """An amount of 元 in 万元, without idle noughts; empty for none.

    >>> wan(Decimal("12000000.00")), wan(Decimal("12345678.90")), wan(None)
    ('1,200', '1,234.56789', '')
    """
    if not isinstance(amount, Decimal | int):
        return ""
    told = f"{amount / 10_000:,f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


@register.inclusion_tag("desk/entry_rates.html")
def entry_rates(entry: Entry) -> dict[str, Any]:
    """The 开工率 or 复工率 that an entry promises, reckoned from the register beside it; nothing for other entries."""
    found = rates_of(entry, Project.objects.filter(ledger=entry.ledger_id)) if "工率" in _told(entry) else ()
    return {"rates": found, "entry": entry}


def _told(entry: Entry) -> str:
    return f"{entry.title}{entry.target_text}"


@register.simple_tag
def querystring_of(asked: dict[str, str], page: int) -> str:
    """The query of another page of what was asked for."""
    return urlencode({**{name: value for name, value in asked.items() if value}, "page": page})
