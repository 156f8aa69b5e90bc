"""``taizhang panel``: what enters is a folder that ``corpus`` wrote, what leaves is the panel as a data package.

``taizhang panel out --out panel`` writes ``panel.csv``, ``panel.parquet`` and what explains them.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from taizhang.cli.jobs import not_empty
from taizhang.cli.page import Parser
from taizhang.cli.words import Words


def define(parser: Parser) -> None:
    """The arguments of ``panel``."""
    parser.option("corpus", type=not_empty(parser.words))
    parser.option("--out", type=not_empty(parser.words), required=True)
    parser.option("--publisher", type=not_empty(parser.words))
    parser.option("--licence", type=not_empty(parser.words))


def run(options: Namespace, words: Words) -> int:
    """Build the panel and write it."""
    from taizhang.corpus.panel import build_panel
    from taizhang.corpus.publishing import Origin, Rights, write_panel

    corpus, out = Path(options.corpus), Path(options.out)
    panel = build_panel(corpus)
    names = write_panel(panel, Origin.of(corpus), out, Rights(options.publisher or "", options.licence or ""))
    places = len(set(panel.column("area").to_pylist()))
    told = len(panel) - panel.column("result").null_count
    keys = len(set(panel.column("indicator_key").to_pylist()))
    facts = {"rows": f"{len(panel):,}", "places": f"{places:,}", "keys": f"{keys:,}", "told": f"{told:,}"}
    print(words.say("panel.done", **facts))
    for name in names:
        print(words.say("summary.wrote", path=out / name))
    return 0
