"""Other finders of numbers on the same text, for scale: what enters is a text, what leaves is their speed by name.

Each is timed as its users call it: those that take one sentence get the text sentence by sentence. They find values,
some units, no indicators. What is not installed (extra ``[bench]``) is left out.
"""

from __future__ import annotations

import contextlib
import io
import re
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module

Peer = Callable[[str], object]
_SENTENCE = re.compile(r"[^。！？\n]+")


def find_peers(text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """The name of each peer that is installed, and a run of it over ``text``."""
    sentences = _SENTENCE.findall(text)
    for name, module, call in _PEERS:
        peer = _load(module, call)
        if peer is not None:
            yield name, _quietly(peer, [text] if name.startswith("cn2an") else sentences)


def _load(module: str, call: str) -> Peer | None:
    """The function, its package loaded without what it prints; None where it is not installed."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found: object = import_module(module)
            for part in call.split("."):
                found = getattr(found, part)
    except ImportError:
        return None
    return found if callable(found) else None


def _quietly(peer: Peer, texts: list[str]) -> Callable[[], object]:
    def run() -> None:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for text in texts:
                peer(text)

    return run


_PEERS = (
    ("jionlp ner.extract_money", "jionlp", "ner.extract_money"),
    ("chinese2digits takeNumberFromString", "chinese2digits", "takeNumberFromString"),
    ("cn2an transform", "cn2an", "transform"),
)
