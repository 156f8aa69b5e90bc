"""What an office sets for a ledger: its grain, its columns, how the lead unit is marked, the paper."""

from __future__ import annotations

from dataclasses import asdict

from taizhang.errors import FieldsWrong, Said
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.acting import acting
from taizhang.ledger.compiling import load_reviewed, redraft, settings_of
from taizhang.ledger.models import Ledger, LedgerState
from taizhang.settings import Settings
from taizhang.settings.writing import write_settings


def configure(actor: Actor, ledger: Ledger, settings: Settings) -> None:
    """Set ``settings`` for a ledger; with another grain its entries are drafted anew, and decisions stay.

    Raises ``FieldsWrong`` where the grain of a dispatched ledger would change: its entries are with the units.
    """
    with acting(actor, "ledger.configure", ledger) as act:
        before = settings_of(ledger)
        if settings == before:
            act.idle()
            return
        changed = {name: value for name, value in asdict(settings).items() if value != asdict(before)[name]}
        if "grain" in changed and ledger.state == LedgerState.DISPATCHED:
            told = Said("已下达的台账不能再改粒度", "the grain of a dispatched ledger stays as it is")
            raise FieldsWrong(fields={"grain": told})
        ledger.settings = write_settings(settings)
        ledger.save(update_fields=["settings"])
        drafted = _redraft(ledger) if "grain" in changed else {}
        act.log(ledger, changed=changed, before={name: asdict(before)[name] for name in changed}, **drafted)


def _redraft(ledger: Ledger) -> dict[str, object]:
    edition = ledger.edition
    if edition is None:
        return {}
    edition.ledger = ledger
    return {"entries": redraft(edition, load_reviewed(edition)).as_payload()}
