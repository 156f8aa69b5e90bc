"""Upload a report, add a page or a new edition, and watch it being compiled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.catalog.models import Place
from taizhang.errors import FieldsWrong, FileTooLarge, FormatUnknown, Said, TaizhangError
from taizhang.ingest import ACCEPTED
from taizhang.ledger.access import may, seen_ledgers, seen_places
from taizhang.ledger.actions.acting import check_permission
from taizhang.ledger.actions.documents import Upload, add_edition, create_ledger, may_create
from taizhang.ledger.models import Edition, EditionState
from taizhang.web.context import actor_of
from taizhang.web.errors import status_of
from taizhang.web.language import lang_of
from taizhang.web.signing import signed_in

MOST_BYTES = 64 * 2**20
MOST_FILES = 20
_YEARS = range(1949, 2101)


@signed_in
@require_http_methods(["GET", "POST"])
def upload_report(request: HttpRequest) -> HttpResponse:
    """The form for a new ledger; posted, the ledger's first edition is compiled in the background."""
    actor = actor_of(request)
    check_permission(actor, "ledger.create")
    places = seen_places(actor, "ledger.create")
    context = {"places": places, "typed": request.POST, "accepted": accept_list()}
    if request.method == "GET":
        return render(request, "desk/upload.html", context)
    try:
        place = places.filter(pk=_number(request.POST.get("place")) or 0).first()
        if place is None:
            raise FieldsWrong(fields={"place": Said("请选择地区", "choose the place")})
        uploads = read_uploads(request)
        title = request.POST.get("title", "").strip() or _title_of(place, uploads)
        is_own = not may_create(actor, place, is_own=False)
        ledger = create_ledger(actor, place, title, read_year(request.POST.get("year")), uploads, is_own=is_own)
    except TaizhangError as error:
        return _again(request, "desk/upload.html", context, error)
    return redirect("edition", ledger.slug, 1)


@signed_in
@require_http_methods(["GET", "POST"])
def upload_edition(request: HttpRequest, slug: UUID) -> HttpResponse:
    """The form for a further page or a new edition of a ledger's report."""
    actor = actor_of(request)
    ledger = get_object_or_404(seen_ledgers(actor), slug=slug)
    check_permission(actor, "edition.add", ledger)
    context = {"ledger": ledger, "edition": ledger.edition, "typed": request.POST, "accepted": accept_list()}
    if request.method == "GET":
        return render(request, "desk/upload_edition.html", context)
    try:
        edition = add_edition(actor, ledger, read_uploads(request), keep=request.POST.get("keep") == "1")
    except TaizhangError as error:
        return _again(request, "desk/upload_edition.html", context, error)
    return redirect("edition", ledger.slug, edition.number)


@signed_in
@require_safe
def show_edition(request: HttpRequest, slug: UUID, number: int) -> HttpResponse:
    """Where a compilation stands; the part of the page that htmx asks for again until it is done."""
    actor = actor_of(request)
    edition = get_object_or_404(
        Edition.objects.select_related("ledger__place").filter(ledger__in=seen_ledgers(actor)),
        ledger__slug=slug, number=number,
    )  # fmt: skip
    check_permission(actor, "file.download", edition.ledger)
    context = {
        "ledger": edition.ledger,
        "edition": edition,
        "files": edition.files.select_related("stored"),
        "is_running": edition.state in {EditionState.WAITING, EditionState.COMPILING},
        "may_review": may(actor, "review.decide", edition.ledger),
    }
    is_part = getattr(request, "htmx", False)
    response = render(request, "desk/edition_part.html" if is_part else "desk/edition.html", context)
    if is_part and edition.state == EditionState.READY:
        response.headers["HX-Redirect"] = request.path
    return response


def read_uploads(request: HttpRequest, name: str = "files") -> list[Upload]:
    """The files of a form, in order. Raises ``FieldsWrong``, ``FileTooLarge``, ``FormatUnknown``."""
    files = request.FILES.getlist(name)
    if len(files) > MOST_FILES:
        told = Said(
            f"一次最多 {MOST_FILES} 个文件，现有 {len(files)} 个", f"at most {MOST_FILES} files, these are {len(files)}"
        )
        raise FieldsWrong(fields={"files": told})
    return [_read_upload(file) for file in files]


def accept_list() -> str:
    """The suffixes that the file dialogue offers."""
    return ",".join(ACCEPTED)


def read_year(text: str | None) -> int | None:
    """The year typed; None where none was. Raises ``FieldsWrong``."""
    if not text or not text.strip():
        return None
    year = _number(text)
    if year not in _YEARS:
        told = Said(f"年份应为 {_YEARS[0]} 至 {_YEARS[-1]} 的四位数字，如 2026", "a year is four digits, such as 2026")
        raise FieldsWrong(fields={"year": told})
    return year


def _read_upload(file: UploadedFile[Any]) -> Upload:
    name = file.name or ""
    if (file.size or 0) > MOST_BYTES:
        raise FileTooLarge(name, size=f"{(file.size or 0) / 2**20:.0f} MB", limit=f"{MOST_BYTES // 2**20} MB")
    if not name.lower().endswith(tuple(ACCEPTED)):
        raise FormatUnknown(name)
    return Upload(name[-200:], file.read(), file.content_type or "")


def _number(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdecimal() and len(text.strip()) < 10 else None


def _title_of(place: Place, uploads: list[Upload]) -> str:
    return uploads[0].name.rpartition(".")[0] if uploads else f"{place.name}政府工作报告"


def _again(request: HttpRequest, template: str, context: Mapping[str, object], error: TaizhangError) -> HttpResponse:
    """The form once more with what was typed, and what is wrong at each field."""
    lang = lang_of(request)
    fields = error.fields if isinstance(error, FieldsWrong) else {"files": Said(error.line("zh"), error.line("en"))}
    wrong = {name: getattr(said, lang) for name, said in fields.items()}
    return render(request, template, {**context, "wrong": wrong}, status=status_of(error))


__all__ = ["accept_list", "read_uploads", "read_year", "show_edition", "upload_edition", "upload_report"]
