"""What a report is checked against: what enters are the options that name it, what leaves is more findings and tables.

``taizhang check 2026.txt --against 2025.docx --above 省.docx --observations 数.csv`` reads the three once and holds
each report of the command against them.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taizhang.cli.display import fit, table
from taizhang.cli.jobs import not_empty
from taizhang.cli.levels import (
    check_above,
    check_below,
    figure_as_data,
    levels_as_data,
    sums_as_data,
    tell_levels,
    tell_sums,
)
from taizhang.cli.page import Parser
from taizhang.cli.words import Words
from taizhang.errors import Said, UsageError

if TYPE_CHECKING:
    from taizhang.checks.pairs import Pair
    from taizhang.engine.model import Finding, Report
    from taizhang.engine.model.observed import Observation

_SEEN = frozenset({".csv"})
_LONGEST_NAME = 26


def define_comparing(parser: Parser) -> None:
    """The arguments that say what the report is held against."""
    parser.option("--against", action="append", type=not_empty(parser.words))
    parser.option("--above", action="append", type=not_empty(parser.words))
    parser.option("--below", action="extend", nargs="+", type=not_empty(parser.words))
    parser.option("--observations", action="append", type=not_empty(parser.words))


@dataclass(frozen=True, slots=True)
class Others:
    """The earlier reports, those of the areas above and below, and the registered figures.

    ``against`` may hold reports of an area above too, as ``above`` does.
    """

    against: tuple[Report, ...] = ()
    above: tuple[Report, ...] = ()
    below: tuple[Report, ...] = ()
    observations: tuple[Observation, ...] = ()

    def check(self, report: Report) -> Report:
        """``report`` with the findings of these. Raises ``UsageError`` for a report that it cannot be held against."""
        found: list[Finding] = [*report.findings]
        for other in self.against:
            found += _check_against(report, other)
        found += check_above(report, self.above)
        found += check_below(report, self.below) if self.below else ()
        if self.observations:
            from taizhang.checks.observations import check_observations

            found += check_observations(report, self.observations)
        return replace(report, findings=tuple(sorted(found, key=lambda f: (f.spans[:1], f.code))))

    def pairs(self, report: Report) -> Iterator[tuple[Report, tuple[Pair, ...]]]:
        """Each earlier report with its targets and what ``report`` tells of them."""
        from taizhang.checks.pairs import pair_reports

        for other in self.against:
            if (other.source.year or 0) < (report.source.year or 0) and (found := pair_reports(other, report)):
                yield other, found

    def levels(self, report: Report) -> tuple[Report, ...]:
        """The reports of the areas above, the nearest first."""
        if not self.against and not self.above:
            return ()
        from taizhang.checks.levels import is_above
        from taizhang.checks.matching import areas_above

        found = [other for other in (*self.above, *self.against) if is_above(report, other)]
        order = areas_above(report.source.area or "", report.source.year)
        return tuple(sorted(found, key=lambda other: order.index(other.source.area or "")))

    def tell(self, report: Report, words: Words) -> Iterator[str]:
        """The tables of all comparisons, for a terminal."""
        yield from tell_pairs(self, report, words)
        yield from tell_levels(report, self.levels(report), words)
        yield from tell_sums(report, self.below, words)

    def as_data(self, report: Report) -> dict[str, list[dict[str, Any]]]:
        """The comparisons for JSON: ``targets``, ``levels``, ``sums``, each only where it was asked for."""
        found: dict[str, list[dict[str, Any]]] = {}
        if any((other.source.year or 0) < (report.source.year or 0) for other in self.against):
            found["targets"] = [_as_data(pair, last, report) for last, pairs in self.pairs(report) for pair in pairs]
        if above := self.levels(report):
            found["levels"] = levels_as_data(report, above)
        if self.below:
            found["sums"] = sums_as_data(report, self.below)
        return found


def read_others(options: Namespace) -> Others:
    """Read what the options name; an observations file that is no CSV is read as a report."""
    if not (options.against or options.above or options.below or options.observations):
        return Others()
    import taizhang

    against, above, below = (
        tuple(taizhang.read(Path(path)) for path in paths or ())
        for paths in (options.against, options.above, options.below)
    )
    seen = tuple(seen for path in options.observations or () for seen in _observe(Path(path)))
    return Others(against, above, below, seen)


def _observe(path: Path) -> Iterable[Observation]:
    from taizhang.checks.observations import observe_report
    from taizhang.ingest.observations import read_observations

    if path.suffix.lower() in _SEEN:
        return read_observations(path)
    import taizhang

    return observe_report(taizhang.read(path))


def _check_against(report: Report, other: Report) -> tuple[Finding, ...]:
    from taizhang.checks.levels import check_levels, is_above
    from taizhang.checks.years import check_years

    source, there = report.source, other.source
    if is_above(report, other):
        return check_levels(report, other)
    if source.year is None or there.year is None or there.year >= source.year or _is_elsewhere(report, other):
        one, two = (f"{s.place or '?'}{s.year or '?'}" for s in (source, there))
        reason = Said(
            f"--against 给的是{two}年的报告，所查的是{one}年的；须是同一地区往年的，或上级同年的",
            f"--against is the report of {two}, the one checked of {one}; it must be an earlier one of the same area, "
            "or that of the area above for the same year",
        )
        raise UsageError(there.title or "--against", reason=reason)
    return check_years(report, other)


def _is_elsewhere(report: Report, other: Report) -> bool:
    """Whether the two are of different areas, by code or, where one has none, by name; False where one is unknown."""
    from taizhang.rules.areas import short_name

    source, there = report.source, other.source
    if source.area and there.area:
        return source.area != there.area
    return bool(source.place and there.place and short_name(source.place) != short_name(there.place))


def tell_pairs(others: Others, report: Report, words: Words) -> Iterator[str]:
    """The tables of targets and results, one for each earlier report."""
    for last, found in others.pairs(report):
        yield ""
        yield words.say("check.pairs", last=last.source.year, year=report.source.year)
        head = [words.say(f"check.pairs.{name}") for name in ("name", "period", "target", "result", "outcome", "gap")]
        yield from (f"     {line}" for line in table([head, *(_row(pair, words) for pair in found)]))


def _row(pair: Pair, words: Words) -> list[str]:
    from taizhang.checks.pairs import tell_figure

    result = tell_figure(pair.result) if pair.result else ""
    outcome = words.name("outcome", pair.outcome.value)
    return [fit(pair.name, _LONGEST_NAME), pair.period, tell_figure(pair.target), result, outcome, show_gap(pair)]


def show_gap(pair: Pair) -> str:
    """How much more or less than the target the result is, with its sign; empty where they do not compare."""
    from taizhang.checks.pairs import tell_gap

    if pair.gap is None:
        return ""
    return f"{'-' if pair.gap < 0 else '+' if pair.gap else ''}{tell_gap(pair.gap, pair.target)}"


def _as_data(pair: Pair, last: Report, report: Report) -> dict[str, Any]:
    return {
        "indicator_key": pair.key or None, "indicator": pair.name, "period": pair.period,
        "outcome": pair.outcome.value, "gap": None if pair.gap is None else str(pair.gap), "unit": pair.target.unit,
        "target": figure_as_data(pair.target, last),
        "result": figure_as_data(pair.result, report) if pair.result else None,
    }  # fmt: skip
