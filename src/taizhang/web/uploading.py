"""A workbook between its upload and its import: kept by its hash, with what the person says of it in the form.

What enters is a request, what leaves is a ``TableFile``; the token of a form names a file that this person uploaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.core import signing
from django.http import HttpRequest

from taizhang.errors import FieldsWrong, FileTooLarge, Said
from taizhang.ingest.sheets import MOST_SHEET_BYTES, Sheet, Value, name_column
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.importing import TableFile
from taizhang.ledger.models import StoredFile
from taizhang.ledger.storing import load_file, store_file
from taizhang.ledger.tables.matching import Field, Matching, headers_of, load_fields

_SALT = "taizhang.import"
_HOURS = 12
_SAMPLES = 3


class Told(NamedTuple):
    """A column for the page: its letter, header, some of its cells, and the field that it is taken for."""

    letter: str
    name: str
    header: str
    samples: str
    key: str


def read_upload(request: HttpRequest, actor: Actor) -> tuple[TableFile, str]:
    """The workbook of a form, new or of the step before, and its token. Raises ``FieldsWrong``, ``FileTooLarge``."""
    file = request.FILES.get("file")
    if file is None:
        return _known(request, actor)
    name = (file.name or "")[-200:]
    if (file.size or 0) > MOST_SHEET_BYTES:
        size, limit = f"{(file.size or 0) / 2**20:.0f} MB", f"{MOST_SHEET_BYTES // 2**20} MB"
        raise FileTooLarge(name, size=size, limit=limit)
    data = file.read()
    table = TableFile(name, data)
    table.open()
    stored = store_file(data)
    facts = {"sha256": stored.sha256, "name": name, "user": actor.user.pk if actor.user else 0}
    return table, signing.dumps(facts, salt=_SALT)


def _known(request: HttpRequest, actor: Actor) -> tuple[TableFile, str]:
    token = request.POST.get("token", "")
    if not token:
        raise FieldsWrong(fields={"file": Said("请选择 Excel 文件", "choose a workbook")})
    gone = Said("上传的文件已过期，请重新选择", "the uploaded file is no longer at hand: choose it again")
    try:
        facts: dict[str, Any] = signing.loads(token, salt=_SALT, max_age=_HOURS * 3600)
    except signing.BadSignature as error:
        raise FieldsWrong(fields={"file": gone}) from error
    stored = StoredFile.objects.filter(pk=facts["sha256"]).first()
    if stored is None or actor.user is None or facts["user"] != actor.user.pk:
        raise FieldsWrong(fields={"file": gone})
    return _with_choices(request, facts["name"], load_file(stored)), token


def _with_choices(request: HttpRequest, name: str, data: bytes) -> TableFile:
    told = request.POST
    choices = dict(zip(told.getlist("unit-name"), told.getlist("unit"), strict=False))
    sheet = number_of(told.get("sheet")) or 0
    is_same_sheet = told.get("sheet") == told.get("sheet-shown")
    is_same = is_same_sheet and told.get("header") == told.get("header-shown")
    header = (number_of(told.get("header")) or 1) - 1 if is_same_sheet and not is_same else None
    matching = _matching(request) if is_same and "depth" in told else None
    takes_late = told.get("late") == "1"
    return TableFile(name, data, sheet, header, matching, {n: c for n, c in choices.items() if c}, takes_late)


def _matching(request: HttpRequest) -> Matching:
    header, depth = number_of(request.POST.get("header")) or 1, number_of(request.POST.get("depth")) or 1
    columns = [name[:24] for name in request.POST.getlist("column")]
    used: set[str] = set()
    for at, key in enumerate(columns):
        columns[at] = "" if key in used else key
        used |= {key} - {""}
    return Matching(header - 1, min(depth, 9), tuple(columns))


def tell_columns(sheet: Sheet, matching: Matching, table: str) -> tuple[Told, ...]:
    """The columns of a sheet for the page."""
    names = {field.key: field.name for field in load_fields(table)}
    headers = headers_of(sheet, matching)
    rows = sheet.rows[matching.first : matching.first + 40]
    keys = (*matching.columns, *[""] * (len(headers) - len(matching.columns)))
    return tuple(
        Told(name_column(at), names.get(key, ""), header, "；".join(_samples(rows, at)), key)
        for at, (header, key) in enumerate(zip(headers, keys, strict=False))
    )


def fields_of(table: str) -> tuple[Field, ...]:
    """The fields that a column may be taken for."""
    return load_fields(table)


def number_of(text: str | None) -> int | None:
    """A whole number typed or sent; None for anything else."""
    return int(text) if text and text.strip().isdecimal() and len(text.strip()) < 10 else None


def _samples(rows: Sequence[Sequence[Value]], at: int) -> Iterator[str]:
    told = dict.fromkeys(str(row[at])[:16] for row in rows if at < len(row) and row[at] is not None)
    yield from [*told][:_SAMPLES]
