"""The panel as a data package: what enters is the panel, what leaves is a folder that explains itself.

``panel.csv`` and ``panel.parquet`` hold the rows, ``datapackage.json`` (Frictionless Data Package with a Table Schema)
and ``dcat.jsonld`` (DCAT 3) say to programs what they are, ``dictionary.md`` to people, ``CITATION.cff`` how to cite.
The same panel gives the same bytes: nothing in it tells when it was made.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from taizhang.corpus.panel import PANEL_SCHEMA, columns
from taizhang.corpus.tables import SUMMARY
from taizhang.errors import OutputError, OutputTaken, Said, describe_os_error
from taizhang.version import __version__

NAME = "government-work-report-promises"
TITLE_ZH = "政府工作报告目标与结果面板"
TITLE_EN = "Panel of promises in Chinese government work reports"
ABOUT_ZH = "每个地区、每年、每个指标一行：报告提出的目标、次年报告所说的结果、上年目标和上级目标，均附原句和出处。"
ABOUT_EN = (
    "One row for each place, year and indicator: the target a work report sets, the result that the next year's report "
    "tells, last year's target and that of the area above, each with its sentence and offsets."
)
_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Origin:
    """Of what corpus a panel is: the summary that ``corpus`` wrote, as far as it is told on."""

    input: str
    digest: str
    engine: str
    rules: str

    @classmethod
    def of(cls, corpus: Path) -> Origin:
        """That of the corpus in a folder."""
        summary = json.loads((corpus / SUMMARY).read_text(encoding="utf-8"))
        return cls(*(str(summary[name]) for name in ("input", "digest", "engine", "rules")))


@dataclass(frozen=True, slots=True)
class Rights:
    """Who publishes a panel, and under what licence: an SPDX identifier or a URL. Empty where nobody said."""

    publisher: str = ""
    licence: str = ""

    @property
    def licence_url(self) -> str:
        """The licence as an address; that of the SPDX list where it is given by its identifier."""
        is_url = self.licence.startswith(("http://", "https://"))
        return self.licence if is_url or not self.licence else f"https://spdx.org/licenses/{self.licence}"


def write_panel(panel: pa.Table, origin: Origin, out: Path, rights: Rights = Rights()) -> tuple[str, ...]:
    """Write the package of ``panel`` into ``out``, whole or not at all; the names of its files.

    Raises ``OutputTaken`` where ``out`` holds something that is no such package, ``OutputError`` where it cannot be
    written.
    """
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / "datapackage.json").is_file())):
        raise OutputTaken(str(out), reason=Said("它不是空文件夹", "it is no empty folder"))
    beside = out.with_name(f"{out.name}.{os.getpid()}.tmp")
    try:
        beside.mkdir(parents=True)
        _write_files(panel, origin, rights, beside)
        if out.exists():
            shutil.rmtree(out)
        beside.replace(out)
    except OSError as error:
        raise OutputError(str(out), reason=describe_os_error(error)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return tuple(sorted(file.name for file in out.iterdir()))


def _write_files(panel: pa.Table, origin: Origin, rights: Rights, folder: Path) -> None:
    pq.write_table(panel, folder / "panel.parquet", compression="zstd")
    (folder / "panel.csv").write_bytes(_as_csv(panel))
    sizes = {kind: (folder / f"panel.{kind}").read_bytes() for kind in _MEDIA}
    files = {
        "datapackage.json": _as_json(_package(sizes, panel, origin) | _package_rights(rights)),
        "dcat.jsonld": _as_json(_catalogue(sizes, panel, rights)),
        "dictionary.md": _dictionary(panel, origin),
        "CITATION.cff": _citation(origin, rights),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _as_csv(panel: pa.Table) -> bytes:
    """UTF-8 with a byte-order mark, for spreadsheets want one; what they would run as a formula is quoted."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(panel.column_names)
    for row in zip(*(panel.column(name).to_pylist() for name in panel.column_names), strict=True):
        writer.writerow(["" if value is None else _cell(value) for value in row])
    return ("\ufeff" + text.getvalue()).encode()


def _cell(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.12g}"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _as_json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _package(files: Mapping[str, bytes], panel: pa.Table, origin: Origin) -> dict[str, Any]:
    schema = {
        "fields": [
            {
                "name": c.name, "type": c.type, "title": c.en, "description": c.en_long,
                "title_zh": c.zh, "description_zh": c.zh_long,
            }
            for c in columns()
        ],
        "primaryKey": ["area", "year", "indicator_key"],
        "missingValues": [""],
    }  # fmt: skip
    table = {
        "name": "panel", "path": "panel.csv", "format": "csv", "mediatype": _MEDIA["csv"], "encoding": "utf-8-sig",
        "bytes": len(files["csv"]), "hash": f"sha256:{sha256(files['csv']).hexdigest()}",
        "profile": "tabular-data-resource", "schema": schema,
    }  # fmt: skip
    return {
        "name": NAME, "title": TITLE_EN, "title_zh": TITLE_ZH, "description": ABOUT_EN, "description_zh": ABOUT_ZH,
        "profile": "tabular-data-package", "version": PANEL_SCHEMA.rpartition("/")[2], "rows": len(panel),
        "sources": [{"title": origin.input, "hash": f"sha256:{origin.digest}"}],
        "engine": origin.engine, "rules": origin.rules, "resources": [table],
    }  # fmt: skip


def _package_rights(rights: Rights) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if rights.licence:
        named = {} if rights.licence == rights.licence_url else {"name": rights.licence}
        said["licenses"] = [{**named, "path": rights.licence_url}]
    if rights.publisher:
        said["contributors"] = [{"title": rights.publisher, "role": "publisher"}]
    return said


def _catalogue(files: Mapping[str, bytes], panel: pa.Table, rights: Rights) -> dict[str, Any]:
    years = [year for year in panel.column("year").to_pylist() if year]
    dataset: dict[str, Any] = {
        "@id": f"urn:taizhang:{NAME}", "@type": "dcat:Dataset", "dct:identifier": NAME,
        "dct:title": [_tongue(TITLE_ZH, "zh"), _tongue(TITLE_EN, "en")],
        "dct:description": [_tongue(ABOUT_ZH, "zh"), _tongue(ABOUT_EN, "en")],
        "dcat:keyword": [_tongue("政府工作报告", "zh"), _tongue("government work report", "en")],
        "dct:language": {"@id": "http://publications.europa.eu/resource/authority/language/ZHO"},
        "dcat:version": PANEL_SCHEMA,
        "dcat:distribution": [_distribution(kind, data) | _licence(rights) for kind, data in files.items()],
        **_licence(rights),
    }  # fmt: skip
    if rights.publisher:
        dataset["dct:publisher"] = {"@type": "foaf:Agent", "foaf:name": rights.publisher}
    if years:
        ends = {"dcat:startDate": min(years), "dcat:endDate": max(years)}
        period = {name: {"@type": "xsd:gYear", "@value": f"{year:04d}"} for name, year in ends.items()}
        dataset["dct:temporal"] = {"@type": "dct:PeriodOfTime", **period}
    return {"@context": _PREFIXES, **dataset}


def _distribution(kind: str, data: bytes) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution", "dct:title": _tongue(f"panel.{kind}", "en"),
        "dcat:downloadURL": {"@id": f"panel.{kind}"}, "dcat:accessURL": {"@id": f"panel.{kind}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{_MEDIA[kind]}"},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(len(data))},
        "spdx:checksum": {
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": sha256(data).hexdigest(),
        },
    }  # fmt: skip


def _licence(rights: Rights) -> dict[str, Any]:
    return {"dct:license": {"@id": rights.licence_url}} if rights.licence else {}


def _tongue(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _dictionary(panel: pa.Table, origin: Origin) -> str:
    return "\n".join(_dictionary_lines(panel, origin)) + "\n"


def _dictionary_lines(panel: pa.Table, origin: Origin) -> Iterator[str]:
    yield f"# {TITLE_ZH}\n\n{TITLE_EN}\n\n{ABOUT_ZH}\n\n{ABOUT_EN}\n"
    yield f"- 行数 rows: {len(panel):,}\n- 来源 source: {origin.input} (sha256 {origin.digest})"
    yield f"- 引擎 engine: taizhang {origin.engine}\n- 规则 rules: {origin.rules}\n- 格式 schema: {PANEL_SCHEMA}\n"
    yield "| 列 column | 类型 type | 含义 | meaning | 有值 filled |\n|---|---|---|---|---|"
    for column in columns():
        filled = len(panel) - panel.column(column.name).null_count
        share = f"{filled / len(panel):.0%}" if len(panel) else "—"
        meaning = f"{column.zh}：{column.zh_long} | {column.en}: {column.en_long}"
        yield f"| `{column.name}` | {column.type} | {meaning} | {share} |"


def _citation(origin: Origin, rights: Rights) -> str:
    licence = f"license-url: {json.dumps(rights.licence_url)}\n" if rights.licence else ""
    return (
        "cff-version: 1.2.0\n"
        "message: If you use this panel, please cite it, and the archive of reports that it was read from.\n"
        "type: dataset\n"
        f"title: {json.dumps(f'{TITLE_EN} ({origin.input})', ensure_ascii=False)}\n"
        f"authors:\n  - name: {json.dumps(rights.publisher or 'The authors of taizhang', ensure_ascii=False)}\n"
        f"{licence}"
        f"version: {json.dumps(f'{PANEL_SCHEMA}, engine {origin.engine}, rules {origin.rules}')}\n"
        f"identifiers:\n  - type: other\n    value: sha256:{origin.digest}\n    description: digest of the archive\n"
        f"references:\n  - type: software\n    title: taizhang\n    version: {json.dumps(__version__)}\n"
        "    authors:\n      - name: The authors of taizhang\n"
    )
