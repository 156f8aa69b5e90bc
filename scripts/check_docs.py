"""The parts of docs/checks.md that are made: what enters is the checks and two data files, what leaves is Markdown.

Of ``T006 引号、括号不成对: a mark without its other half.`` and its row in ``docs/checks-examples.toml`` this makes the
section of T006: what it finds, and what it says of the example, which is read and checked while the page is made.
``docs/checks-tally.toml`` tells how many findings were read and right, ``docs/checks-figures.json`` how many errors
put into reports were found.
"""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from inspect import cleandoc
from pathlib import Path
from typing import Any, NamedTuple

import taizhang
from taizhang import checks, ingest
from taizhang.checks.levels import check_counties, check_levels, parts_of
from taizhang.checks.observations import check_observations
from taizhang.checks.words import opening_of
from taizhang.checks.years import check_years
from taizhang.engine.explain import place_of
from taizhang.engine.model import Finding, Report, Severity
from taizhang.export.words import Words
from taizhang.ingest.observations import read_observations

DOCS = Path(__file__).resolve().parent.parent / "docs"
EXAMPLES = DOCS / "checks-examples.toml"
TALLY = DOCS / "checks-tally.toml"
FIGURES = DOCS / "checks-figures.json"
FAMILIES = {"T": "Text", "A": "Arithmetic in one report", "Y": "Across years", "L": "Across levels",
            "O": "Against observations"}  # fmt: skip
GOALS = {Severity.ERROR: 0.95, Severity.QUESTION: 0.85}
"""The shares that must be right."""
_HEAD = "指标,地区,时期,数值,单位,来源\n"
_ABOVE = "140000"
_LONGEST = 60


class Told(NamedTuple):
    """What a check says of itself: its code and title, its first sentence, and the paragraphs behind it."""

    code: str
    title: str
    first: str
    rest: tuple[str, ...]


class Tally(NamedTuple):
    """How many findings of a code and severity were read, and right."""

    code: str
    severity: Severity
    read: int
    right: int
    note: str


def list_told() -> list[Told]:
    """What each check says of itself, by code; of two checks of one code both."""
    return sorted((_read_doc(cleandoc(check.__doc__ or "")) for check in checks.list_checks()), key=lambda t: t.code)


def _read_doc(doc: str) -> Told:
    head, _, body = doc.partition(": ")
    code, _, title = " ".join(head.split()).partition(" ")
    first, *rest = [" ".join(part.split()).replace("``", "`") for part in body.split("\n\n") if part.strip()]
    return Told(code, title, first[:1].upper() + first[1:], tuple(rest))


# --- examples --------------------------------------------------------------------------------------------


@cache
def load_examples() -> Mapping[str, Mapping[str, Any]]:
    """The examples by code."""
    return {row["code"]: row for row in tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))["example"]}


def check_example(example: Mapping[str, Any]) -> tuple[Report, tuple[Finding, ...]]:
    """The report of an example and all that is found in it."""
    year = example.get("year")
    files = example.get("files")
    report = _read_files(files) if files else _read(example["text"], example.get("place"), year)
    found = [*report.findings]
    if "last" in example:
        found += check_years(
            report, _read(example["last"], example["place"], example.get("last_year", (year or 0) - 1))
        )
    if "above" in example:
        found += check_levels(report, _read(example["above"], _ABOVE, year))
    if "below" in example:
        found += check_counties(report, [_read(example["below"], area.code, year) for area in parts_of(report)])
    if "observations" in example:
        found += check_observations(report, _observe(example["observations"]))
    return report, tuple(found)


def _read(text: str, place: str | None, year: int | None) -> Report:
    return taizhang.read(ingest.place_source(ingest.source_from_text(text.strip() + "\n"), place, year))


def _read_files(files: Mapping[str, str]) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in files]
        for path in paths:
            path.write_text(files[path.name].strip() + "\n", encoding="utf-8")
        return taizhang.read_files(paths)


def _observe(lines: str) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "observations.csv"
        path.write_text(_HEAD + lines.strip() + "\n", encoding="utf-8")
        return read_observations(path)


def _show_example(code: str) -> Iterator[str]:
    example = load_examples().get(code)
    if example is None:
        return
    report, found = check_example(example)
    finding = next((each for each in found if each.code == code), None)
    if finding is None:
        raise ValueError(f"{EXAMPLES.name}: the example of {code} does not give it")
    for sentence in _sentences(report, finding):
        yield f"> {sentence}\n>"
    for key in ("last", "above", "below"):
        if key in example:
            yield f"> {_BESIDE[key]}{' '.join(example[key].split())}\n>"
    if "observations" in example:
        yield f"> 登记的数：{'；'.join(example['observations'].split())}\n>"
    yield f"> **{finding.code} {Words('zh').name(finding.severity)}** {finding.message}"
    if finding.formula:
        yield f">\n> 算式：{finding.formula}"
    if finding.tolerance:
        yield f">\n> 容差：{finding.tolerance}"
    yield ""


_BESIDE = {"last": "往年报告：", "above": "上级报告：", "below": "各县报告："}


def _sentences(report: Report, finding: Finding) -> Iterator[str]:
    """The sentences of the example that the finding is about, each once and not too long."""
    if finding.spans == opening_of(report) and finding.code[0] != "T":
        return
    places = (place_of(report, *span) for span in finding.spans if span.end > span.start)
    for words in dict.fromkeys(" ".join(report.words(place.sentence).split()) for place in places):
        yield words if len(words) <= _LONGEST else f"{words[: _LONGEST // 2]}……{words[-_LONGEST // 4 :]}"


# --- sections --------------------------------------------------------------------------------------------


def make_sections(_lang: str) -> str:
    """A section for each code, by family: what it finds, its severity and tolerance, an example."""
    parts: list[str] = []
    told = list_told()
    for letter, family in FAMILIES.items():
        mine = [each for each in told if each.code.startswith(letter)]
        if mine:
            parts.append(f"## {family}\n")
        for at, each in enumerate(mine):
            if at == 0 or mine[at - 1].code != each.code:
                parts.append(f'<a id="{each.code.lower()}"></a>\n\n### {each.code} {each.title}\n')
            parts += [f"{paragraph}\n" for paragraph in (each.first, *each.rest)]
            if at + 1 == len(mine) or mine[at + 1].code != each.code:
                parts += _show_example(each.code)
    return "\n".join(parts)


# --- tally and figures -----------------------------------------------------------------------------------


def load_tally() -> tuple[Tally, ...]:
    """The rows of the tally, by code. Raises ValueError where one cannot be."""
    rows = tomllib.loads(TALLY.read_text(encoding="utf-8"))["tally"]
    tally = [Tally(r["code"], Severity(r["severity"]), r["read"], r["right"], r.get("note", "")) for r in rows]
    for row in tally:
        if row.code not in checks.TITLES or not 0 <= row.right <= row.read:
            raise ValueError(f"{TALLY.name}: {row}")
    return tuple(sorted(tally, key=lambda row: (row.code, [*Severity].index(row.severity))))


def make_tally(_lang: str) -> str:
    """One row a code and severity: read, right, the share; then the sums by severity beside what must be reached."""
    tally = load_tally()
    titles = checks.TITLES
    rows = [
        (f"[{r.code}](#{r.code.lower()})", titles[r.code], r.severity, r.read, r.right, _share(r), r.note)
        for r in tally
    ]
    for severity in Severity:
        mine = [row for row in tally if row.severity is severity]
        total = Tally("", severity, sum(row.read for row in mine), sum(row.right for row in mine), "")
        goal = f"must be {GOALS[severity]:.0%} or more" if severity in GOALS else ""
        rows.append(("**all**", "", severity, total.read, total.right, _share(total), goal))
    return _table(("code", "title", "severity", "read", "right", "share", "the others"), rows)


def _share(row: Tally) -> str:
    return f"{row.right / row.read:.1%}" if row.read else "–"


def make_seeded(_lang: str) -> str:
    """One row a kind of error that was put into reports: how many were found; then what clean reports got."""
    if not FIGURES.exists():
        return "Not measured yet: run `scripts/measure_checks.py`.\n"
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    rows = [(title, n["put"], n["found"], _rate(n), n["grave"]) for title, n in figures["seeded"].items()]
    clean = figures["clean"]
    told = (
        f"\nThe same {clean['reports']} reports as they are get {clean['errors']} findings at `error` "
        f"({clean['errors'] / max(clean['reports'], 1):.2f} a report), true ones among them; by the tally above "
        f"{clean['wrong']:.2f} a report are wrong (codes not in the tally count as wrong). All checks of one report "
        f"take {figures['cost']['share']:.1%} of the time of reading it.\n"
    )
    return _table(("error put in", "reports", "found", "share", "as error or question"), rows) + told


def _rate(each: Mapping[str, Any]) -> str:
    return f"{each['found'] / each['put']:.1%}" if each["put"] else "–"


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    cells = ((str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)
