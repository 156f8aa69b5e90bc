"""A Ray cluster of two nodes on this machine, and an archive compiled on it: ``two_nodes.py ARCHIVE OUT [lose]``.

With ``lose`` the second node is killed when the first batch is done. A process of its own, so that nothing of Ray is
left behind.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ.update(RAY_AUTH_MODE="disabled", RAY_memory_monitor_refresh_ms="0", RAY_USAGE_STATS_ENABLED="0")
os.environ.update(RAY_health_check_period_ms="1000", RAY_health_check_failure_threshold="2")
os.environ.update(DAFT_PROGRESS_BAR="0", DAFT_ANALYTICS_ENABLED="0", DO_NOT_TRACK="1")

import ray
from ray.cluster_utils import Cluster

from taizhang.corpus import cluster as engine
from taizhang.corpus.running import Done, compile_corpus, open_archive


def count_nodes(wanted: int) -> int:
    """How many nodes Ray knows to be alive; it takes a while to miss one."""
    alive = 0
    for _ in range(60):
        alive = sum(node["Alive"] for node in ray.nodes())
        if alive == wanted:
            break
        time.sleep(0.5)
    return alive


def main(archive: Path, out: Path, loses_node: bool) -> None:
    """Compile ``archive`` into ``out`` in waves of one batch a node."""
    nodes = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    second = nodes.add_node(num_cpus=1)
    ray.init(address=nodes.address, log_to_driver=False)
    lost: list[bool] = []

    def tell(_: Done) -> None:
        if loses_node and not lost:
            lost.append(True)
            nodes.remove_node(second, allow_graceful=False)

    engine._WAVE = 2
    try:
        compile_corpus(open_archive(archive), out, engine.ray_engine(nodes.address), tell=tell)
        print(f"nodes at the end: {count_nodes(1 if loses_node else 2)}")
    finally:
        ray.shutdown()
        nodes.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), "lose" in sys.argv[3:])
