"""Archives of made-up reports, for the tests of what reads many at once."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

REPORTS = 43
"""Not a multiple of a batch."""


def make_report(number: int) -> str:
    """The text of report ``number``, unlike any other."""
    share = number % 7 + 3
    tasks = "".join(f"新建农村公路{number + at}公里，改造老旧小区{at + 2}个。" for at in range(number % 5 + 1))
    told = f"地区生产总值增长{share}.{number % 10}%，城镇新增就业{number + 1}万人。"
    return (
        f"各位代表：\n一、{2030 + number % 3}年工作回顾\n{told}\n"
        f"二、今年工作安排\n地区生产总值增长{share}%左右，粮食产量稳定在{number + 10}万吨以上。{tasks}\n"
    )


def make_table(reports: int = REPORTS) -> pa.Table:
    """An archive with a column of its own, ``path`` among its columns and one report without text."""
    numbers = range(reports)
    return pa.table(
        {
            "place": ["晋中市" if n % 2 else "山西省" for n in numbers],
            "level": ["city" if n % 2 else "province" for n in numbers],
            "year": pa.array([2031 + n % 3 for n in numbers], pa.int64()),
            "title": [f"政府工作报告（{n}）" for n in numbers],
            "path": [f"甲/{n}.md" for n in numbers],
            "text": [None if n == 5 else make_report(n) for n in numbers],
            "keeper": [f"甲档案馆{n}" for n in numbers],
        }
    )


def read_bytes(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name, to be compared byte by byte."""
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
