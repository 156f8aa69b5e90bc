"""``taizhang init``: what enters is an empty database, what leaves is one with a place and its administrator.

``taizhang init --place 晋中市 --admin zhangsan`` prints the administrator's first password.
"""

from __future__ import annotations

from argparse import Namespace

from taizhang.cli.jobs import not_empty
from taizhang.cli.page import Parser
from taizhang.cli.sites import site_ready
from taizhang.cli.words import Words


def define(parser: Parser) -> None:
    """The arguments of ``init``."""
    parser.option("--place", type=not_empty(parser.words), required=True)
    parser.option("--admin", type=not_empty(parser.words), required=True)


def run(options: Namespace, words: Words) -> int:
    """Make the tables, the place with its units, and its administrator."""
    with site_ready():
        from taizhang.catalog.registering import register_place
        from taizhang.ingest.given import name_place
        from taizhang.ledger.access import Actor
        from taizhang.ledger.actions.people import Grant, create_user
        from taizhang.ledger.models import Role
        from taizhang.web.serving import migrate

        migrate()
        name, area = name_place(options.place)
        place = register_place(name, area, None)
        _, password = create_user(Actor(job="job:init"), place, options.admin, "", [Grant(Role.ADMINISTRATOR, place)])
        print(
            words.say("init.done", place=place.name, units=place.units.count(), name=options.admin, password=password)
        )
    return 0
