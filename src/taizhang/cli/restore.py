"""``taizhang restore``: what enters is a backup and an empty data folder, what leaves is the site as it was.

``taizhang restore 备份.tar.gz`` checks the backup whole before it writes anything, and the journal after.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from taizhang.cli.jobs import not_empty
from taizhang.cli.page import Parser
from taizhang.cli.sites import site_ready
from taizhang.cli.words import Words


def define(parser: Parser) -> None:
    """The arguments of ``restore``."""
    parser.option("archive", type=not_empty(parser.words))


def run(options: Namespace, words: Words) -> int:
    """Put the archive's content in its place."""
    with site_ready():
        from taizhang.web.backups import read_backup

        facts = read_backup(Path(options.archive))
    print(words.say("restore.done", path=options.archive, files=facts.files, head=facts.head))
    return 0
