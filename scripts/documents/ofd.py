"""The sample as OFD: one column with a running head by a template, and two columns set piece by piece, out of order.

A page is A4, in millimetres. ``report.ofd`` has an object a line, as word processors write them; ``pieces.ofd`` has one
for every few characters, scaled by a matrix, the lines of both columns in turn, as converters write them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from documents.sample import Block, read_blocks

PAGE = (210.0, 297.0)
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NO_START = frozenset("，。；：、！？”’）》％%,.;:!?)")
_STAMP = (2026, 1, 20, 9, 0, 0)
_PIECE = 5


class Frame(NamedTuple):
    """Where lines may stand, in millimetres from the top left."""

    left: float
    top: float
    width: float
    bottom: float


class Line(NamedTuple):
    """A line at its baseline."""

    page: int
    left: float
    baseline: float
    size: float
    text: str
    frame: int


def make_report(path: Path) -> None:
    """One column, an object a line; the running head comes from a template, each page has its number."""
    lines = list(set_lines(read_blocks(), [Frame(28, 37, 156, 262)], 5.6, 9.8))
    numbers = [Line(n, 98, 280, 4.9, f"— {n + 1} —", 0) for n in range(lines[-1].page + 1)]
    pages = [[write_line(line) for line in (*lines, *numbers) if line.page == n] for n in range(len(numbers))]
    write(path, pages, write_line(Line(0, 28, 20, 3.2, "澜川市政府工作报告", 0)))


def make_pieces(path: Path) -> None:
    """Two columns; their lines alternate in the file, and each is cut into pieces."""
    lines = list(set_lines(read_blocks(), [Frame(15, 20, 80, 280), Frame(111, 20, 80, 280)], 4.2, 6.6))
    pages = []
    for number in range(lines[-1].page + 1):
        columns = ([line for line in lines if line.page == number and line.frame == at] for at in (0, 1))
        mixed = (line for row in zip_longest(*columns) for line in row if line)
        pages.append([piece for line in mixed for piece in write_pieces(line)])
    write(path, pages)


MAKERS: dict[str, Callable[[Path], None]] = {"report.ofd": make_report, "pieces.ofd": make_pieces}


def set_lines(blocks: Iterable[Block], frames: Sequence[Frame], size: float, leading: float) -> Iterator[Line]:
    """The lines of blocks that flow through ``frames``; after the last one the next page begins."""
    at, page, y = 0, 0, frames[0].top
    for block in blocks:
        own = size * 1.4 if block.level == 1 else size
        for text, indent in _break_lines(block, frames[0].width / own):
            if y + leading > frames[at].bottom:
                at = (at + 1) % len(frames)
                page, y = page + (at == 0), frames[at].top
            y += leading
            yield Line(page, frames[at].left + indent * own, y, own, text, at)


def _break_lines(block: Block, room: float) -> Iterator[tuple[str, float]]:
    """The lines of a block with their indents, in characters."""
    centred = max(0.0, (room - _width(block.text)) / 2) if block.level == 1 else 0.0
    indent, text = centred or 2.0, ""
    for char in block.text:
        if indent + _width(text + char) > room:
            kept = text[:-1] if char in _NO_START else text  # a mark takes the character before it to the next line
            yield kept, indent
            indent, text = 0.0, text[len(kept) :]
        text += char
    yield text, indent


def _width(text: str) -> float:
    return sum(0.5 if char < "\u0250" else 1.0 for char in text)


def write_line(line: Line) -> str:
    """A text object of a line, its distances counted as writers do: ``g 3 5.6`` is three of 5.6 mm."""
    steps = [_width(char) * line.size for char in line.text[:-1]]
    said: list[str] = []
    while steps:
        count = next((n for n, step in enumerate(steps) if step != steps[0]), len(steps))
        said.append(f"g {count} {steps[0]:.4f}" if count > 1 else f"{steps[0]:.4f}")
        del steps[:count]
    box = f"{line.left:.3f} {line.baseline - line.size:.3f} {_width(line.text) * line.size:.3f} {line.size * 1.2:.3f}"
    code = f'<ofd:TextCode X="0" Y="{line.size}" DeltaX="{" ".join(said)}">{escape(line.text)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="9" Boundary="{box}" Font="1" Size="{line.size}">{code}</ofd:TextObject>'


def write_pieces(line: Line) -> Iterator[str]:
    """Text objects of a few characters each, set at half their size and doubled by a matrix."""
    left = line.left
    for at in range(0, len(line.text), _PIECE):
        piece = line.text[at : at + _PIECE]
        steps = " ".join(f"{_width(char) * line.size / 2:.4f}" for char in piece[:-1])
        code = f'<ofd:TextCode X="0" Y="{line.size / 2}" DeltaX="{steps}">{escape(piece)}</ofd:TextCode>'
        box = f"{left:.3f} {line.baseline - line.size:.3f} {_width(piece) * line.size:.3f} {line.size * 1.2:.3f}"
        yield (
            f'<ofd:TextObject ID="9" Boundary="{box}" Font="1" Size="{line.size / 2}" CTM="2 0 0 2 0 0">'
            f"{code}</ofd:TextObject>"
        )
        left += _width(piece) * line.size


def write(path: Path, pages: Sequence[Sequence[str]], template: str = "") -> None:
    """Write pages of objects as an OFD, the same bytes each time."""
    parts = build_parts(pages, template)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name, _STAMP), part, zipfile.ZIP_DEFLATED)


def build_parts(pages: Sequence[Sequence[str]], template: str = "") -> dict[str, str]:
    """The parts of an OFD, by name."""
    box = f"<ofd:PhysicalBox>0 0 {PAGE[0]} {PAGE[1]}</ofd:PhysicalBox>"
    listed = "".join(f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    used = '<ofd:Template TemplateID="2" ZOrder="Background"/>' if template else ""
    declared = '<ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if template else ""
    parts = {
        "OFD.xml": f'<ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:Title>澜川市政府工作报告</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
        "</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID>"
        f"<ofd:PageArea>{box}</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{declared}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="仿宋"/>'
        "</ofd:Fonts></ofd:Res>",
    }
    if template:
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = _write_page(f"{template}", "")
    parts |= {f"Doc_0/Pages/Page_{n}/Content.xml": _write_page("".join(page), used) for n, page in enumerate(pages)}
    return {name: f"{_HEAD}{part}" for name, part in parts.items()}


def _write_page(objects: str, used: str) -> str:
    layer = f'<ofd:Content><ofd:Layer ID="3" Type="Body">{objects}</ofd:Layer></ofd:Content>'
    return f"<ofd:Page {SPACE}>{used}{layer}</ofd:Page>"
