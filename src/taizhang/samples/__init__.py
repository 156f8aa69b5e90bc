"""Reports written for this project: a made-up city's two years, and Jinzhong's facts retold.

What enters is nothing, what leaves are files and the list of errors planted in them. 澜川市 and its seven counties
(临澜区, 青堰区, 汀阳市, 栗原县, 云陂县, 荻浦县, 桐岭县), its mayor, firms and projects do not exist, and no sentence
is taken from any report.

==============================  =============================================================================
``lanchuan-2025.docx``          The report of 2025 as a Word file, with a table of the headline targets. It tells
                                2024 and promises for 2025. Made from ``lanchuan-2025.source.txt``.
``lanchuan-2026.txt``           The report of 2026 as page 2 of a newspaper: 上接第1版 to 下转第3版, columns that
                                break in mid-sentence, a block printed twice, half-width punctuation, misprints.
``lanchuan-2026.md``            The same report whole and clean, as Markdown with front matter: no planted error, so a
                                check that finds one here is wrong. The page is made from it by
                                ``lanchuan-2026.damage.toml``.
``jinzhong-2026-retold.md``     What Jinzhong's published page of 2026 tells, in other words; not the official text.
``planted.toml``                The six errors planted in the first two files.
==============================  =============================================================================

The two years belong together: of the targets for 2025 most were met (三大集群总产值 1230 → 1248亿元), some missed
(澜荻高速 not open by the year's end, 固定资产投资 +3.5% for 6%, 268 lifts for 300), some never mentioned again
(居民消费价格涨幅, 研发经费投入强度, the approval of 桐岭抽水蓄能电站). Levels and growth agree with the year before but
where the planted error says otherwise: ``一般公共预算收入完成108.9亿元、增长6.2%`` implies 102.5亿元, told were 98.6.

After a change to a source run ``scripts/make_samples.py``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_FILES = ("lanchuan-2025.docx", "lanchuan-2026.txt", "lanchuan-2026.md", "jinzhong-2026-retold.md")


@dataclass(frozen=True, slots=True)
class Planted:
    """An error planted on purpose.

    ``phrase`` stands letter for letter in the file named ``file``; ``family`` is the family of checks that should
    notice it: ``text``, ``arithmetic`` or ``across_years``. ``wrong`` and ``right`` say in Chinese what is wrong and
    what should stand there.
    """

    key: str
    file: str
    family: str
    phrase: str
    wrong: str
    right: str


def paths() -> tuple[Path, ...]:
    """The sample reports, in the order in which to read them: by place, year, and as printed before as meant."""
    return tuple(_FOLDER / name for name in _FILES)


@cache
def planted() -> tuple[Planted, ...]:
    """The planted errors, in the order of the files and of their text."""
    rows = tomllib.loads((_FOLDER / "planted.toml").read_text(encoding="utf-8"))["planted"]
    return tuple(Planted(**row) for row in rows)
