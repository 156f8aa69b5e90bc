"""``taizhang serve``: what enters is the environment, what leaves is a site that runs until it is told to end.

``taizhang serve --demo`` serves the made-up city on 127.0.0.1:8000 and prints who may sign in.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from taizhang.cli.jobs import not_empty
from taizhang.cli.page import Parser
from taizhang.cli.sites import site_ready
from taizhang.cli.words import Words
from taizhang.errors import FileMissing


def define(parser: Parser) -> None:
    """The arguments of ``serve``."""
    parser.option("--host", type=not_empty(parser.words), default="127.0.0.1")
    parser.option("--port", type=int, default=8000)
    parser.option("--workers", type=int, default=2)
    parser.option("--demo", action="store_true")
    parser.option("--shared", type=not_empty(parser.words))
    parser.option("--report", type=not_empty(parser.words))


def run(options: Namespace, words: Words) -> int:
    """Make the tables where they are missing, load what was asked for, and serve."""
    from taizhang.settings.site import check_serving, read_site_settings

    check_serving(read_site_settings(), options.host)
    if options.report and not Path(options.report).is_file():
        raise FileMissing(options.report)
    with site_ready():
        from taizhang.web.serving import migrate, recover_jobs

        migrate()
        path = _load(options, words) if options.demo else "/"
        recover_jobs()
    print(words.say("serve.address", address=f"http://{options.host}:{options.port}{path}"), flush=True)
    from taizhang.web.serving import serve

    return serve(options.host, options.port, max(options.workers, 1))


def _load(options: Namespace, words: Words) -> str:
    """Load the demonstration and a report; the path to open."""
    from taizhang.ledger.demo import PASSWORD, demo_people, load_demo, load_report

    load_demo(Path(options.shared) if options.shared else None)
    print(words.say("serve.people", password=PASSWORD))
    for person in demo_people():
        print(f"  {person.username:10} {person.role}{'  ' + person.unit if person.unit else ''}")
    return f"/ledgers/{load_report(Path(options.report)).slug}/" if options.report else "/"
