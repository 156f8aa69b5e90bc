"""The sample as offices get it: under watermarks and behind a table of contents, two pages a sheet, turned, archived.

``watermarked.pdf`` has its contents with dots that lead to page numbers, and on each page words straight over the text;
``two-up.pdf`` has two pages on a sheet that lies on its side, every other sheet printed with its text running upwards;
``page.mht`` is a page saved as one file.
"""

from __future__ import annotations

import quopri
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from documents.html import write_page
from documents.pdf import A4, FONT, Column, Line, Style, set_blocks, write
from documents.sample import Block, read_blocks

_MARK = "征求意见稿 0317"
_LANDSCAPE = (A4[1], A4[0])
_BOUNDARY = "----=_NextPart_000_0001"


def make_watermarked(path: Path) -> None:
    """A4, one column, with contents and watermarks."""
    contents = list(_set_contents([block for block in read_blocks() if block.level in {2, 3}]))
    body = set_blocks(read_blocks(), [Column(85, 90, 425, 760)], lambda block: _style(block, 15, 26))
    lines = [*contents, *(line._replace(page=line.page + 1) for line in body)]
    pages = range(lines[-1].page + 1)
    marks = [Line(n, 40 + 190 * x, 130 + 150 * y, 13, _MARK) for n in pages for x in range(3) for y in range(5)]
    write(path, A4, [*marks, *lines, *(Line(n, 282, 800, 10.5, f"— {n + 1} —") for n in pages)])


def make_two_up(path: Path) -> None:
    """Two pages a sheet; of every other sheet the text runs upwards."""
    columns = [Column(50, 60, 330, 540), Column(460, 60, 330, 540)]
    lines = list(set_blocks(read_blocks(), columns, lambda block: _style(block, 11, 18)))
    sheets = range(lines[-1].page + 1)
    lines += [Line(n, 200 + 410 * side, 570, 9, f"— {2 * n + side + 1} —") for n in sheets for side in (0, 1)]
    canvas = Canvas(str(path), pagesize=_LANDSCAPE, invariant=1)
    for number in sheets:
        is_upright = number % 2 == 0
        canvas.setPageSize(_LANDSCAPE if is_upright else A4)
        if not is_upright:
            canvas.translate(A4[0], 0)
            canvas.rotate(90)
        _draw(canvas, [line for line in lines if line.page == number])
        canvas.showPage()
    canvas.save()


def make_archived(path: Path) -> None:
    """A page in GBK saved with a picture as one file, as browsers do."""
    page = quopri.encodestring(write_page(charset="gbk").encode("gbk"))
    head = f'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="{_BOUNDARY}"\n\n'
    picture = "Content-Type: image/gif\nContent-Transfer-Encoding: base64\n\nR0lGODlhAQABAAAAACw=\n"
    kind = 'Content-Type: text/html; charset="gbk"\nContent-Transfer-Encoding: quoted-printable\n\n'
    parts = (kind.encode() + page + b"\n", picture.encode())
    mark = f"--{_BOUNDARY}".encode()
    path.write_bytes(head.encode() + b"".join(mark + b"\n" + part for part in parts) + mark + b"--\n")


MAKERS: dict[str, Callable[[Path], None]] = {
    "watermarked.pdf": make_watermarked,
    "two-up.pdf": make_two_up,
    "page.mht": make_archived,
}


def _style(block: Block, size: float, leading: float) -> Style:
    return Style(size * 1.45, leading * 1.5, 0, is_centred=True) if block.level == 1 else Style(size, leading)


def _set_contents(headings: Sequence[Block]) -> Iterator[Line]:
    """A page of contents: headings, dots, page numbers."""
    yield Line(0, 270, 110, 20, "目　录")
    for number, heading in enumerate(headings):
        text, size = heading.text.rstrip("。"), 12
        dots = "." * int((400 - stringWidth(text, FONT, size)) / stringWidth(".", FONT, size))
        yield Line(0, 85, 150 + 26 * number, size, f"{text}{dots}{number // 2 + 2}")


def _draw(canvas: Canvas, lines: Sequence[Line]) -> None:
    for line in lines:
        words = canvas.beginText(line.left, _LANDSCAPE[1] - line.baseline)
        words.setFont(FONT, line.size)
        words.setCharSpace(line.spread)
        words.textOut(line.text)
        canvas.drawText(words)
