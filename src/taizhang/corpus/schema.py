"""The tables of a corpus, by column: what enters is nothing, what leaves are Arrow schemas, versioned by ``SCHEMA``.

``report`` in every table is the number of the report in the input, from 0: with ``id`` it joins the tables, as
``quantities.item`` with ``items.id`` of the same ``report``. Offsets count code points of ``reports.text``, end
exclusive. A change to a column is a new version of ``SCHEMA``.
"""

from __future__ import annotations

import pyarrow as pa

SCHEMA = "taizhang.corpus/1"

_SPANS = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))
_WORDS = pa.list_(pa.string())

GIVEN = pa.schema(
    [
        ("report", pa.int64()),
        ("path", pa.string()),
        ("place", pa.string()),
        ("level", pa.string()),
        ("year", pa.int32()),
        ("title", pa.string()),
        ("text", pa.string()),
        ("media_type", pa.string()),
        ("sha256", pa.string()),
        ("code", pa.string()),
        ("message", pa.string()),
    ]
)
"""What the function of a corpus takes, one row a report; ``code`` and ``message`` are set where its file was not read.
Columns behind these are the input's own."""

REPORTS = (
    ("report", pa.int64()),
    ("path", pa.string()),
    ("place", pa.string()),
    ("level", pa.string()),
    ("year", pa.int32()),
    ("title", pa.string()),
    ("area", pa.string()),
    ("sha256", pa.string()),
    ("characters", pa.int32()),
    ("sections", pa.int32()),
    ("items", pa.int32()),
    ("quantities", pa.int32()),
    ("findings", pa.int32()),
    ("unread", pa.int32()),
    ("engine", pa.string()),
    ("rules", pa.string()),
    ("text", pa.string()),
)

SECTIONS = (
    ("id", pa.string()),
    ("number", pa.string()),
    ("title", pa.string()),
    ("role", pa.string()),
    ("level", pa.int16()),
    ("parent", pa.string()),
    ("start", pa.int32()),
    ("end", pa.int32()),
)

ITEMS = (
    ("id", pa.string()),
    ("section", pa.string()),
    ("kind", pa.string()),
    ("start", pa.int32()),
    ("end", pa.int32()),
    ("spans", _SPANS),
    ("text", pa.string()),
    ("title", pa.string()),
    ("action", pa.string()),
    ("purpose", pa.string()),
    ("due", pa.string()),
    ("due_assumed", pa.bool_()),
    ("places", _WORDS),
    ("projects", _WORDS),
    ("lead", pa.string()),
    ("supporting", _WORDS),
    ("quantities", _WORDS),
)

QUANTITIES = (
    ("id", pa.string()),
    ("item", pa.string()),
    ("start", pa.int32()),
    ("end", pa.int32()),
    ("text", pa.string()),
    ("value", pa.float64()),
    ("value_exact", pa.string()),
    ("low", pa.float64()),
    ("low_exact", pa.string()),
    ("high", pa.float64()),
    ("high_exact", pa.string()),
    ("unit", pa.string()),
    ("bound", pa.string()),
    ("measure", pa.string()),
    ("indicator", pa.string()),
    ("indicator_key", pa.string()),
    ("status", pa.string()),
    ("period", pa.string()),
    ("hardness", pa.string()),
    ("trace", _WORDS),
)

FINDINGS = (
    ("code", pa.string()),
    ("severity", pa.string()),
    ("message", pa.string()),
    ("formula", pa.string()),
    ("inputs", _WORDS),
    ("tolerance", pa.string()),
    ("spans", _SPANS),
)

FAILURES = (
    ("report", pa.int64()),
    ("path", pa.string()),
    ("place", pa.string()),
    ("level", pa.string()),
    ("year", pa.int32()),
    ("title", pa.string()),
    ("code", pa.string()),
    ("message", pa.string()),
)

PARTS = {"sections": SECTIONS, "items": ITEMS, "quantities": QUANTITIES, "findings": FINDINGS}
"""The tables of which a report has many rows."""
TABLES = ("reports", *PARTS, "failures")


def result_schema(own: pa.Schema) -> pa.Schema:
    """What the function of a corpus gives, one row a report: its rows of every table. ``own``: the input's own columns.

    Where a report failed only ``failure`` is set, else it is null.
    """
    fields = [pa.field("report", pa.int64())]
    fields.append(pa.field("reports", pa.struct([*REPORTS, *own])))
    fields += [pa.field(name, pa.list_(pa.struct(list(columns)))) for name, columns in PARTS.items()]
    fields.append(pa.field("failure", pa.struct(list(FAILURES))))
    return pa.schema(fields)


def own_columns(given: pa.Schema) -> pa.Schema:
    """The columns of an input beyond those that every input has."""
    return pa.schema([field for field in given if field.name not in GIVEN.names])


def table_schema(name: str, own: pa.Schema) -> pa.Schema:
    """The schema of the table ``name`` as it is written."""
    if name == "reports":
        fields = [pa.field(*column) for column in REPORTS] + list(own)
    elif name == "failures":
        fields = [pa.field(*column) for column in FAILURES]
    else:
        fields = [pa.field("report", pa.int64()), *(pa.field(*column) for column in PARTS[name])]
    return pa.schema(fields, metadata={"taizhang.schema": SCHEMA, "taizhang.table": name})
