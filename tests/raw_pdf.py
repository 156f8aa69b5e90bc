"""PDF files written object by object, so that each test sees the bytes that it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from documents.pdf import A4, Line, write

_MAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n{}\nendcmap end end"
)

_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
)
_GLYPHS = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /X /DW 1000 "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
)


def set_lines(texts: Sequence[str], size: float = 12, left: float = 80, top: float = 100) -> list[Line]:
    """Lines of one page, one under another."""
    return [Line(0, left, top + 1.6 * size * row, size, text) for row, text in enumerate(texts)]


def write_lines(path: Path, lines: Sequence[Line], size: tuple[float, float] = A4) -> Path:
    """A PDF of lines, in the order given."""
    write(path, size, lines)
    return path


def build_pdf(rows: Sequence[str], shown: Callable[[str], str] = str, page: str = "") -> bytes:
    """A PDF of one page whose character map says ``shown(char)`` for each character of ``rows``.

    ``page`` adds entries to the dictionary of the page.
    """
    codes = {char: number for number, char in enumerate(dict.fromkeys("".join(rows)), 1)}
    steps = "".join(f"1 0 0 1 60 {780 - 22 * row} Tm <{_encode(text, codes)}> Tj\n" for row, text in enumerate(rows))
    content = f"BT /F1 14 Tf\n{steps}ET".encode()
    pairs = [f"<{code:04X}> <{shown(char).encode('utf-16-be').hex()}>" for char, code in codes.items()]
    chunks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    ranges = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
    cmap = _MAP.format(ranges).encode()
    return assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            + page.encode()
            + b" /Resources << /Font << /F1 5 0 R >> >> >>",
            _stream(content),
            _FONT,
            _GLYPHS,
            _stream(cmap),
        ]
    )


def build_pages(count: int) -> bytes:
    """A PDF of blank pages; all of them are one object."""
    kids = b" ".join([b"3 0 R"] * count)
    return assemble(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [" + kids + f"] /Count {count} >>".encode(),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ]
    )


def assemble(objects: Sequence[bytes]) -> bytes:
    """The file of numbered objects, the first of them the catalog, with its table of offsets."""
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF"
    return data + end.encode()


def _encode(text: str, codes: dict[str, int]) -> str:
    return "".join(f"{codes[char]:04X}" for char in text)


def _stream(data: bytes) -> bytes:
    return f"<< /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"
