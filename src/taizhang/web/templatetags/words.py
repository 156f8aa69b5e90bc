"""Words for templates that Django has none for."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from taizhang.engine.model import Quantity

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as a clerk writes it, 2026年3月8日, on English pages 8 March 2026; empty for None."""
    if value is None:
        return ""
    told = timezone.localtime(value) if isinstance(value, datetime) else value
    if get_language() == "en":
        return date_format(told, "j F Y")
    return f"{told.year}年{told.month}月{told.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """A moment to the minute: 2026-03-08 14:05."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def low(figure: Quantity) -> str:
    """The value of a figure, or the lower of a range, without an exponent."""
    return f"{figure.value[0] if isinstance(figure.value, tuple) else figure.value:f}"


@register.filter
def high(figure: Quantity) -> str:
    """The upper value of a range; empty where it is none."""
    return f"{figure.value[1]:f}" if isinstance(figure.value, tuple) else ""
