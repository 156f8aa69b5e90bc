"""A report beside those of the areas above and below: what enters are the reports, what leaves is tables and JSON.

``taizhang check 市.txt --above 省.txt --above 国.txt`` prints the targets that they share in a row each, the city's
first; ``--below 县/*.txt`` prints what the counties tell together beside the city's own figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from taizhang.cli.display import fit, table
from taizhang.cli.words import Words
from taizhang.errors import Said, UsageError

if TYPE_CHECKING:
    from taizhang.checks.levels import Level
    from taizhang.engine.model import Finding, Quantity, Report

_LONGEST_NAME = 26


def check_above(report: Report, above: Sequence[Report]) -> Iterator[Finding]:
    """The findings beside each report of an area above. Raises ``UsageError`` where one is not that."""
    from taizhang.checks.levels import check_levels, is_above

    for other in above:
        if not is_above(report, other):
            one, two = (_name(each) for each in (other, report))
            reason = Said(
                f"--above 给的是{one}的报告，所查的是{two}的；须是上级（省、国务院）同年的",
                f"--above is the report of {one}, the one checked of {two}; it must be that of an area above "
                "(province, nation) for the same year",
            )
            raise UsageError(other.source.title or "--above", reason=reason)
        yield from check_levels(report, other)


def check_below(report: Report, below: Sequence[Report]) -> Iterator[Finding]:
    """The findings beside the reports of the areas directly below. Raises ``UsageError`` where one is not that."""
    from taizhang.checks.levels import check_counties, parts_of

    codes = {part.code for part in parts_of(report)}
    for other in below:
        if other.source.area not in codes or other.source.year != report.source.year:
            one, two = (_name(each) for each in (other, report))
            reason = Said(
                f"--below 给的是{one}的报告，所查的是{two}的；须是其所辖地区同年的",
                f"--below is the report of {one}, the one checked of {two}; it must be that of an area directly below "
                "for the same year",
            )
            raise UsageError(other.source.title or "--below", reason=reason)
    yield from check_counties(report, below)


def _name(report: Report) -> str:
    return f"{report.source.place or '?'}{report.source.year or '?'}年"


# --- above -----------------------------------------------------------------------------------------------


def rows_of(report: Report, above: Sequence[Report]) -> list[tuple[str, Quantity, list[Level | None]]]:
    """A row for each indicator whose target another level names too: its name, the target, what stands beside it."""
    from taizhang.checks.levels import compare_levels

    found = [{level.key: level for level in compare_levels(report, other)} for other in above]
    first = {key: level for levels in reversed(found) for key, level in levels.items()}
    ordered = sorted(first.values(), key=lambda level: level.target.span)
    return [(level.name, level.target, [levels.get(level.key) for levels in found]) for level in ordered]


def tell_levels(report: Report, above: Sequence[Report], words: Words) -> Iterator[str]:
    """The table of targets, a column for each level."""
    from taizhang.checks.pairs import tell_figure

    if not above:
        return
    rows = rows_of(report, above)
    yield ""
    yield words.say("check.levels" if rows else "check.levels.none", year=report.source.year)
    if not rows:
        return
    names = [each.source.place or "?" for each in (report, *above)]
    lines = [[words.say("check.pairs.name"), *names, ""]]
    for name, target, levels in rows:
        told = [tell_figure(level.above) if level else "" for level in levels]
        lower = [place for place, level in zip(names[1:], levels, strict=True) if level and level.is_lower]
        comma = "、" if words.lang == "zh" else ", "
        mark = words.say("check.levels.lower", places=comma.join(lower)) if lower else ""
        lines.append([fit(name, _LONGEST_NAME), tell_figure(target), *told, mark])
    yield from (f"     {line}".rstrip() for line in table(lines))


def levels_as_data(report: Report, above: Sequence[Report]) -> list[dict[str, Any]]:
    """For each target that a level above names too, both with their places."""
    from taizhang.checks.levels import compare_levels

    return [
        {
            "indicator_key": level.key, "indicator": level.name, "period": level.target.period,
            "is_lower": level.is_lower, "target": figure_as_data(level.target, report),
            "above": figure_as_data(level.above, other),
        }
        for other in above
        for level in compare_levels(report, other)
    ]  # fmt: skip


# --- below -----------------------------------------------------------------------------------------------


def tell_sums(report: Report, below: Sequence[Report], words: Words) -> Iterator[str]:
    """The table of amounts that all areas below tell, beside the report's own; or which reports are missing."""
    from taizhang.checks.levels import missing_counties, parts_of, sum_counties
    from taizhang.checks.printed import tell_amount

    if not below:
        return
    yield ""
    if missing := missing_counties(report, below):
        comma = "、" if words.lang == "zh" else ", "
        yield words.say("check.sums.missing", names=comma.join(area.name for area in missing))
        return
    found = sum_counties(report, below)
    yield words.say("check.sums" if found else "check.sums.none", count=len(parts_of(report)))
    lines = [[words.say(f"check.sums.{key}") for key in ("name", "period", "total", "whole", "gap")]]
    for each in found:
        total, gap = (tell_amount(value, each.whole.unit, each.whole.text) for value in (each.total, each.gap))
        lines.append([fit(each.name, _LONGEST_NAME), each.whole.period or "", total, each.whole.text, gap])
    yield from (f"     {line}" for line in (table(lines) if found else ()))


def sums_as_data(report: Report, below: Sequence[Report]) -> list[dict[str, Any]]:
    """For each amount that all areas below tell, the total, the report's own and theirs with their places."""
    from taizhang.checks.levels import parts_of, sum_counties

    given = {other.source.area: other for other in below}
    ordered = [given[part.code] for part in parts_of(report) if part.code in given]
    return [
        {
            "indicator_key": found.whole.indicator_key, "indicator": found.name, "period": found.whole.period,
            "unit": found.whole.unit, "total": _plain(found.total), "gap": _plain(found.gap),
            "allowed": _plain(found.allowed), "whole": figure_as_data(found.whole, report),
            "parts": [figure_as_data(part, other) for part, other in zip(found.parts, ordered, strict=True)],
        }
        for found in sum_counties(report, below)
    ]  # fmt: skip


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def figure_as_data(quantity: Quantity, report: Report) -> dict[str, Any]:
    """A figure with its report's place and year, its own place and its sentence."""
    from taizhang.engine.explain import place_of

    place = place_of(report, quantity.span.start, quantity.span.end)
    return {
        "text": quantity.text, "measure": quantity.measure.value, "bound": quantity.bound.value,
        "place": report.source.place, "year": report.source.year, "start": quantity.span.start,
        "end": quantity.span.end, "address": place.address, "sentence": report.words(place.sentence).strip(),
    }  # fmt: skip
