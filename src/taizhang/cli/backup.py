"""``taizhang backup``: what enters is the site's data, what leaves is one file that holds all of it.

``taizhang backup 备份.tar.gz`` may run while the site is used: the database is copied as it stands at one moment.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from taizhang.cli.jobs import not_empty
from taizhang.cli.page import Parser
from taizhang.cli.sites import site_ready
from taizhang.cli.words import Words


def define(parser: Parser) -> None:
    """The arguments of ``backup``."""
    parser.option("archive", type=not_empty(parser.words))


def run(options: Namespace, words: Words) -> int:
    """Write the archive."""
    with site_ready():
        from taizhang.web.backups import write_backup

        facts = write_backup(Path(options.archive))
    print(words.say("backup.done", path=options.archive, files=facts.files, head=facts.head))
    return 0
