"""The review page: the report on the left, what was made of it on the right, and every change one step from undone."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from taizhang.engine.clauses import split_clauses
from taizhang.engine.model import Bound, Finding, Item, Kind, Measure, Quantity, Report, Span, Status
from taizhang.errors import FieldsWrong, Said, StepTooEarly, TaizhangError
from taizhang.ledger.access import Actor, seen_ledgers
from taizhang.ledger.actions.acting import check_permission
from taizhang.ledger.actions.assigning import accept_suggestions
from taizhang.ledger.actions.entries import edit_entry
from taizhang.ledger.actions.review import decide, undo
from taizhang.ledger.compiling import load_reviewed
from taizhang.ledger.decisions import WORDS, Choice, Op
from taizhang.ledger.models import Edition, Entry, Ledger
from taizhang.web.context import actor_of
from taizhang.web.errors import status_of
from taizhang.web.language import lang_of
from taizhang.web.marking import Paragraph, mark_report
from taizhang.web.signing import signed_in

KINDS = (
    (Kind.RESULT, gettext_noop("成效")),
    (Kind.TARGET, gettext_noop("目标")),
    (Kind.TASK, gettext_noop("任务")),
    (Kind.PROBLEM, gettext_noop("问题")),
    (Kind.FRAMING, gettext_noop("其他")),
)

BOUNDS = (
    (Bound.EXACT, gettext_noop("等于")),
    (Bound.AT_LEAST, gettext_noop("不低于")),
    (Bound.MORE_THAN, gettext_noop("超过")),
    (Bound.AT_MOST, gettext_noop("不超过")),
    (Bound.LESS_THAN, gettext_noop("低于")),
    (Bound.NEARLY, gettext_noop("接近")),
    (Bound.ABOUT, gettext_noop("左右")),
    (Bound.RANGE, gettext_noop("区间")),
)
MEASURES = (
    (Measure.LEVEL, gettext_noop("总量")),
    (Measure.ADDED, gettext_noop("新增")),
    (Measure.REDUCED, gettext_noop("减少")),
    (Measure.GROWTH, gettext_noop("增长")),
    (Measure.DECLINE, gettext_noop("下降")),
    (Measure.RANK, gettext_noop("位次")),
)
STATUSES = ((Status.ACTUAL, gettext_noop("实绩")), (Status.TARGET, gettext_noop("目标")))


@dataclass
class Row:
    """A line of the report with the entries that begin in it and the findings on it."""

    paragraph: Paragraph
    entries: list[Entry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True)
class Clause:
    """A clause of the item under the cursor; ``start`` is where the source would be cut."""

    text: str
    start: int


@signed_in
@require_safe
def show_review(request: HttpRequest, slug: UUID) -> HttpResponse:
    """The page; ``?at=`` is the place in the source of the item under the cursor."""
    _actor, ledger, edition = _open(request, slug)
    at = _number(request.GET.get("at"))
    if request.GET.get("part") == "panel":
        return render(request, "desk/review_panel.html", _panel_context(ledger, load_reviewed(edition), at))
    return render(request, "desk/review.html", _context(ledger, edition, at))


@signed_in
@require_POST
def post_decision(request: HttpRequest, slug: UUID) -> HttpResponse:
    """Write down a decision on the words between ``start`` and ``end``."""
    actor, ledger, edition = _open(request, slug)
    at = _number(request.POST.get("start"))
    try:
        decide(actor, ledger, _read_choice(request))
    except FieldsWrong as error:
        return _answer(request, ledger, edition, at, error)
    return _answer(request, ledger, edition, at)


@signed_in
@require_POST
def post_undo(request: HttpRequest, slug: UUID) -> HttpResponse:
    """Take back the last decision."""
    actor, ledger, edition = _open(request, slug)
    try:
        undone = undo(actor, ledger)
    except StepTooEarly as error:
        return _answer(request, ledger, edition, None, error)
    return _answer(request, ledger, edition, undone.spans[0][0] if undone.spans else None)


@signed_in
@require_POST
def post_entries(request: HttpRequest, slug: UUID) -> HttpResponse:
    """Take over the proposed units of one entry or of all, or mark one as reviewed."""
    actor, ledger, edition = _open(request, slug)
    entries = ledger.entries.filter(parent=None, is_gone=False)
    one = _number(request.POST.get("entry"))
    if one is not None:
        entries = entries.filter(pk=one)
    if request.POST.get("do") == "accept":
        count = accept_suggestions(actor, ledger, entries)
        if one is None:
            messages.success(request, _("已按建议分派 %(count)s 条。") % {"count": count}, extra_tags="done")
    elif one is not None:
        entry = get_object_or_404(entries)
        edit_entry(actor, entry, {"is_reviewed": not entry.is_reviewed})
    return _answer(request, ledger, edition, _number(request.POST.get("at")))


def _open(request: HttpRequest, slug: UUID) -> tuple[Actor, Ledger, Edition]:
    """The reader, the ledger and its newest edition. Raises what the reader may not do, or what is not yet possible."""
    actor = actor_of(request)
    ledger = get_object_or_404(seen_ledgers(actor), slug=slug)
    check_permission(actor, "review.decide", ledger)
    edition = ledger.edition
    if edition is None:
        raise StepTooEarly(ledger.title, reason=Said("报告还没有解析好", "the report is not compiled yet"))
    return actor, ledger, edition


def _answer(
    request: HttpRequest, ledger: Ledger, edition: Edition, at: int | None, error: TaizhangError | None = None
) -> HttpResponse:
    """The body of the page as it is now for htmx, else the way back to it; with an error the page and its line."""
    if error is None and not getattr(request, "htmx", False):
        there = reverse("review", args=[ledger.slug])
        return redirect(f"{there}?at={at}#here" if at is not None else there)
    context = _context(ledger, edition, at)
    if error is not None:
        context["wrong"] = error.line(lang_of(request))
    template = "desk/review_body.html" if getattr(request, "htmx", False) else "desk/review.html"
    # htmx shows the body of an error too (see review.js)
    return render(request, template, context, status=status_of(error) if error else 200)


def _context(ledger: Ledger, edition: Edition, at: int | None) -> dict[str, object]:
    report = load_reviewed(edition)
    entries = list(
        ledger.entries.filter(parent=None, is_gone=False).select_related("lead").prefetch_related("supports__unit")
    )
    rows = _rows(report, entries)
    last = edition.decisions.filter(is_undone=False, is_lost=False).order_by("-id").first()
    return {
        **_panel_context(ledger, report, at),
        "edition": edition,
        "rows": rows,
        "reviewed": sum(entry.is_reviewed for entry in entries),
        "total": len(entries),
        "without_lead": sum(entry.lead_id is None for entry in entries),
        "open_findings": sum(finding.severity != "notice" for finding in report.findings),
        "last": WORDS[Op(last.op)] if last else None,
        "lost": edition.decisions.filter(is_lost=True).count(),
    }


def _panel_context(ledger: Ledger, report: Report, at: int | None) -> dict[str, object]:
    words = {"kinds": KINDS, "bounds": BOUNDS, "measures": MEASURES, "statuses": STATUSES}
    return {"ledger": ledger, "report": report, "selected": _select(report, at), **words}


def _rows(report: Report, entries: list[Entry]) -> list[Row]:
    rows = [Row(paragraph) for paragraph in mark_report(report)]
    home = {span: row for row in rows for span in row.paragraph.spans}
    spans = sorted(home)
    for entry in entries:
        place = next((s for s in reversed(spans) if entry.spans and s.start <= entry.spans[0][0] < s.end), None)
        if place is not None:
            home[place].entries.append(entry)
    for row in rows:
        row.findings.extend(report.findings[at] for at in row.paragraph.findings)
    return rows


@dataclass(frozen=True)
class Selected:
    """The item under the cursor: its words, clauses and figures, and where the items before and after begin."""

    item: Item
    start: int
    end: int
    clauses: tuple[Clause, ...]
    figures: tuple[Quantity, ...]
    before: int | None
    after: int | None


def _select(report: Report, at: int | None) -> Selected | None:
    if at is None:
        return None
    items = report.items
    index = next((n for n, i in enumerate(items) if any(s.start <= at < s.end for s in i.spans)), None)
    if index is None:
        return None
    item = items[index]
    text = report.source.text
    clauses = tuple(
        Clause(text[c.start : c.end], c.start)
        for c in split_clauses(text)
        if any(s.start <= c.start < s.end for s in item.spans)
    )
    return Selected(
        item,
        item.spans[0].start,
        item.spans[-1].end,
        clauses,
        tuple(q for q in report.quantities if q.item == item.id),
        items[index - 1].spans[0].start if index else None,
        items[index + 1].spans[0].start if index + 1 < len(items) else None,
    )


def _read_choice(request: HttpRequest) -> Choice:
    """The decision of a form. Raises ``FieldsWrong``."""
    told = request.POST
    starts, ends = told.getlist("start"), told.getlist("end")
    numbers = [(_number(a), _number(b)) for a, b in zip(starts, ends, strict=False)]
    spans = tuple(Span(a, b) for a, b in numbers if a is not None and b is not None and a <= b)
    if told.get("op") not in set(Op) or not spans or len(spans) != len(starts):
        raise FieldsWrong(fields={"op": Said("没有读懂这一步，请刷新后重试", "not understood; load the page again")})
    names = ("kind", "title", "due", "low", "high", "unit", "bound", "measure", "status", "indicator", "key", "period")
    return Choice(Op(told["op"]), spans, {name: told[name] for name in names if name in told})


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
