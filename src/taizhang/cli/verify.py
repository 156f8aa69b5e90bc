"""``taizhang verify``: what enters is the journal, what leaves is its head, or the first event amiss.

``taizhang verify --head 412-9f…`` finds besides whether the chain was cut or written anew since that head was kept.
"""

from __future__ import annotations

from argparse import Namespace

from taizhang.cli.jobs import not_empty
from taizhang.cli.page import Parser
from taizhang.cli.sites import site_ready
from taizhang.cli.words import Words

BROKEN = 1


def define(parser: Parser) -> None:
    """The arguments of ``verify``."""
    parser.option("--head", type=not_empty(parser.words))


def run(options: Namespace, words: Words) -> int:
    """Recompute the chain; 0 where it is whole, 1 where not."""
    with site_ready():
        from taizhang.ledger.journal import show_head, verify_journal

        verdict = verify_journal(options.head or "")
    if verdict.is_whole:
        print(words.say("verify.whole", events=f"{verdict.events:,}", head=show_head(verdict)))
        return 0
    print(words.say(f"verify.{verdict.fault}", seq=verdict.seq, events=f"{verdict.events:,}"))
    return BROKEN
