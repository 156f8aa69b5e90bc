"""Records some of whose fields are worked out when one of them is first asked for.

What enters is a record with the fields that are known and a function that tells the others, what leaves is the same
record, whole: who only looks at the figures of a report does not pay for the titles of its items. Of an item whose
title is told late, ``item.title`` calls the function once; from then on it is a field like any other. Comparing,
hashing, showing, copying and pickling ask for all fields, so a record told late is equal to one made whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Self

__all__ = ["Late"]


class Late:
    """Base of a frozen dataclass with slots; ``late`` names the fields that may be told late, all of them together."""

    __slots__ = ("_tell",)

    late: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def begin(cls, tell: Callable[[], None], **known: object) -> Self:
        """The record with the fields that are known; ``tell`` is to ``fill`` in the others and to ``close`` it."""
        made, slots = object.__new__(cls), _slots_of(cls)  # past the freeze, at half the cost of object.__setattr__
        slots["_tell"](made, tell)
        for name, value in known.items():
            slots[name](made, value)
        return made

    def fill(self, **told: object) -> None:
        """Give fields that were not known yet. For the function given to ``begin`` only."""
        slots = _slots_of(type(self))
        for name, value in told.items():
            slots[name](self, value)

    def close(self) -> None:
        """Let go of the function, and so of all that it holds: no field is missing any more."""
        object.__setattr__(self, "_tell", _tell_nothing)

    if not TYPE_CHECKING:  # which would let any name pass

        def __getattr__(self, name: str) -> Any:
            """A field that holds nothing yet."""
            if name not in type(self).late:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            self._tell()
            return object.__getattribute__(self, name)


_Put = Callable[[object, object], None]
_SLOTS: dict[type, dict[str, _Put]] = {}


def _slots_of(kind: type) -> dict[str, _Put]:
    """What puts a value into each slot of a record; worked out once for each kind of record."""
    if kind not in _SLOTS:
        owners = [base for base in reversed(kind.__mro__) if "__slots__" in vars(base)]
        _SLOTS[kind] = {name: getattr(kind, name).__set__ for base in owners for name in vars(base)["__slots__"]}
    return _SLOTS[kind]


def _tell_nothing() -> None:
    """What a closed record calls, should another thread have asked for a field just before it was filled in."""
