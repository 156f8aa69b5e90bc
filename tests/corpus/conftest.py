"""An archive of made-up reports, and the folder of tables that it becomes."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from archives import make_table


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive as Parquet, in row groups that no batch fits."""
    path = tmp_path_factory.mktemp("archive") / "reports.parquet"
    pq.write_table(make_table(), path, row_group_size=11)
    return path


@pytest.fixture(scope="session")
def tables(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of the archive, made in one process without a break."""
    from taizhang.corpus.running import compile_corpus, local_engine, open_archive

    out = tmp_path_factory.mktemp("tables") / "out"
    compile_corpus(open_archive(archive), out, local_engine(1))
    return out
