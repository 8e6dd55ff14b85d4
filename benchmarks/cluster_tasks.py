"""What clusters.py measures, in a fresh process: ``python -m benchmarks.cluster_tasks SYSTEM SOURCE OUT WORKERS``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final


def extract(source: Path, out: Path, workers: int) -> int:
    """Extract the files under `source` into `out` as the command does; return how many documents are in it."""
    import vn_dx_ie
    from vn_dx_ie.corpus import extract_corpus

    done = extract_corpus([source], out, vn_dx_ie.load(), workers=workers)
    return done.done - done.failed


def on_ray(source: Path, out: Path, workers: int) -> int:
    """Do the same on a Ray of this machine alone."""
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
    import ray

    from vn_dx_ie.corpus.arrow import ArrowExtractor
    from vn_dx_ie.corpus.ray import extract_partitions

    ray.init(num_cpus=workers, include_dashboard=False, log_to_driver=False)
    try:
        done = extract_partitions(source, out, ArrowExtractor())
    finally:
        ray.shutdown()
    return done.documents - done.failed


def on_spark(source: Path, out: Path, workers: int) -> int:
    """Do the same on a Spark of this machine alone."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    from vn_dx_ie.corpus.arrow import ArrowExtractor
    from vn_dx_ie.corpus.spark import spark_schema

    quiet = SparkSession.builder.config("spark.ui.enabled", False).config("spark.ui.showConsoleProgress", False)
    spark = quiet.master(f"local[{workers}]").getOrCreate()
    try:
        given = spark.read.schema("id string, text string").json(str(source)).repartition(4 * workers)
        given.mapInArrow(ArrowExtractor().stream, spark_schema()).write.parquet(str(out))
        return spark.read.parquet(str(out)).where("error is null").count()
    finally:
        spark.stop()


SYSTEMS: Final[dict[str, Callable[[Path, Path, int], int]]] = {
    "extract --workers": extract,
    "extract_partitions on Ray": on_ray,
    "mapInArrow on Spark": on_spark,
}


def main() -> None:
    """Print how many documents a system extracted, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("workers", type=int)
    given = parser.parse_args()
    print(json.dumps(SYSTEMS[given.system](given.source, given.out, given.workers)))


if __name__ == "__main__":
    main()
