"""The columns of every table with their widths, in half-width characters.

What enters is nothing, what leaves is widths by key. Those of the ledger fit A3 with type of 8 points or more; one
in ``FITTED`` is as wide as its longest line, within the limits given, so that no number is broken.
"""

from __future__ import annotations

from collections.abc import Mapping

LEDGER: Mapping[str, float] = {
    "number": 10,
    "category": 12,
    "task": 33,
    "target_value": 16,
    "leader": 5,
    "lead_unit": 9,
    "supporting_units": 9,
    "units": 14,
    "due": 9,
    "q1": 6.5,
    "q2": 6.5,
    "q3": 6.5,
    "q4": 6.5,
    "progress": 8,
    "problems": 8,
    "next_steps": 6.5,
    "remarks": 5,
    "status": 8.5,
    "light": 10,
    "address": 8,
    "source": 60,
    "key": 12,
}
TARGETS: Mapping[str, float] = {
    "number": 6,
    "indicator": 30,
    "target": 16,
    "measure": 8.5,
    "bound": 9.5,
    "hardness": 11,
    "period": 11,
    "last_year": 14,
    "last_year_address": 10,
    "address": 12,
    "source": 32,
}
RESULTS: Mapping[str, float] = {
    "number": 6,
    "category": 26,
    "period": 13,
    "result": 52,
    "figures": 36,
    "address": 12,
    "source": 60,
}
QUANTITIES: Mapping[str, float] = {
    "id": 7,
    "indicator": 24,
    "figure": 14,
    "low": 17,
    "high": 13,
    "unit": 10,
    "bound": 8,
    "measure": 9,
    "status_of_figure": 7,
    "period": 13,
    "hardness": 11,
    "indicator_key": 16,
    "kind": 7,
    "item": 46,
    "address": 12,
    "trace": 40,
}
LEFT_OUT: Mapping[str, float] = {
    "number": 6,
    "section": 26,
    "sentence": 90,
    "kind": 8,
    "address": 12,
}
FINDINGS: Mapping[str, float] = {
    "number": 6,
    "code": 8,
    "severity": 9,
    "message": 54,
    "formula": 30,
    "inputs": 22,
    "tolerance": 12,
    "address": 12,
    "source": 60,
}
CHECK: Mapping[str, float] = {
    "number": 6,
    "severity": 9,
    "code": 8,
    "message": 46,
    "formula": 26,
    "inputs": 16,
    "tolerance": 22,
    "source": 56,
    "place": 19,
    "file": 16,
    "handling": 10,
}
OUTCOMES: Mapping[str, float] = {
    "number": 6,
    "indicator": 26,
    "period": 11,
    "target": 14,
    "told": 14,
    "outcome": 11,
    "gap": 15,
    "target_source": 46,
    "result_source": 46,
    "file": 16,
}
LEVELS: Mapping[str, float] = {
    "number": 6,
    "indicator": 26,
    "period": 9,
    "target": 14,
    "above_place": 12,
    "above_target": 14,
    "outcome": 11,
    "source": 46,
    "above_source": 46,
    "file": 16,
}
SUMS: Mapping[str, float] = {
    "number": 6,
    "indicator": 26,
    "period": 9,
    "total": 15,
    "whole": 15,
    "gap": 14,
    "tolerance": 14,
    "outcome": 11,
    "parts": 40,
    "source": 46,
    "file": 16,
}
ABOUT: Mapping[str, float] = {"fact": 26, "value": 90}

FITTED: Mapping[str, float] = {
    "number": 13.5,
    "target_value": 22.5,
    "lead_unit": 17.5,
    "supporting_units": 17.5,
    "units": 18,
    "due": 13.5,
    "q1": 10.5,
    "q2": 10.5,
    "q3": 10.5,
    "q4": 10.5,
    "target": 26,
    "last_year": 20,
    "figure": 20,
    "unit": 16,
    "period": 18,
    "indicator_key": 44,
    "address": 12,
    "code": 10,
}
"""Columns that grow to their longest line, and how wide they may become."""
