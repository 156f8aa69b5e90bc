"""The made-up city of these tests."""

from ledger_people import city, ledger

__all__ = ["city", "ledger"]
