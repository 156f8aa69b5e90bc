"""Review: a decision on an edition, and taking the last one back."""

from __future__ import annotations

from taizhang.errors import Said, StepTooEarly
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.acting import acting
from taizhang.ledger.compiling import load_reviewed, redraft
from taizhang.ledger.decisions import Choice, check_choice
from taizhang.ledger.models import Decision, Edition, Ledger


def decide(actor: Actor, ledger: Ledger, choice: Choice) -> Decision:
    """Apply a choice to the newest edition and bring the entries in line. Raises ``FieldsWrong``."""
    with acting(actor, "review.decide", ledger) as act:
        edition = _edition_of(ledger)
        check_choice(load_reviewed(edition), choice)
        spans = [list(span) for span in choice.spans]
        decision = edition.decisions.create(op=choice.op, spans=spans, values=dict(choice.values), actor=actor.user)
        changes = redraft(edition, load_reviewed(edition))
        act.log(decision, op=str(choice.op), spans=spans, values=dict(choice.values), **changes.as_payload())
    return decision


def undo(actor: Actor, ledger: Ledger) -> Decision:
    """Take back the last decision on the newest edition. Raises ``StepTooEarly`` where there is none."""
    with acting(actor, "review.undo", ledger) as act:
        edition = _edition_of(ledger)
        decision = edition.decisions.filter(is_undone=False, is_lost=False).order_by("-id").first()
        if decision is None:
            raise StepTooEarly(ledger.title, reason=Said("没有可撤销的核对", "there is nothing to undo"))
        decision.is_undone = True
        decision.save(update_fields=["is_undone"])
        changes = redraft(edition, load_reviewed(edition))
        act.log(decision, op=decision.op, **changes.as_payload())
    return decision


def _edition_of(ledger: Ledger) -> Edition:
    edition = ledger.edition
    if edition is None:
        raise StepTooEarly(ledger.title, reason=Said("报告还没有解析好", "the report is not compiled yet"))
    edition.ledger = ledger
    return edition
