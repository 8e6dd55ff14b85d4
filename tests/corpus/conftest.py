"""A few articles in Arrow, and a Ray and a Spark of this machine alone."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from vn_dx_ie.corpus.arrow import ArrowExtractor

TEXTS = [
    "Sáng 12-3, tại Lào Cai, Chủ tịch UBND tỉnh Trần Văn Bình chủ trì hội nghị về chuyển đổi số.",
    "Năm 2023, tỉnh Sóc Trăng tiếp nhận 120.500 hồ sơ trực tuyến, tăng 12% so với năm 2022.",
    None,
    "",
    "Thủ tướng Chính phủ yêu cầu Bộ Y tế hoàn thành hồ sơ sức khỏe điện tử trước ngày 30/6/2024.",
    "UBND tỉnh Tuyên Quang đã ban hành Quyết định số 215/QĐ-UBND ngày 4/3/2024 về tổ công nghệ số.",
    *(f"Ngày {day}/3/2024, UBND tỉnh Hà Giang họp; {day} xã đạt {day + 50}%." for day in range(1, 7)),
]


@pytest.fixture(scope="session")
def articles() -> pyarrow.Table:
    """Articles with all kinds of records; the third has no text and so fails."""
    days = [date(2024, 3, 13), *[None] * (len(TEXTS) - 1)]
    ids = [f"a{number:02}" for number in range(len(TEXTS))]
    return pyarrow.table({"id": ids, "text": TEXTS, "published": days})


@pytest.fixture(scope="session")
def expected(articles: pyarrow.Table) -> pyarrow.Table:
    """What is found in them in one process; test_arrow.py compares this with the extractor."""
    return ArrowExtractor()(articles)


@pytest.fixture(scope="session")
def page() -> str:
    """The guide to all this."""
    return (Path(__file__).parents[2] / "docs" / "clusters.md").read_text(encoding="utf-8")


@pytest.fixture
def block(page: str) -> Callable[[str], str]:
    """What returns the code of a block of the page by its title."""
    return dict(re.findall(r'^```python title="([^"]+)"\n(.*?)^```$', page, re.DOTALL | re.MULTILINE)).__getitem__


@pytest.fixture(scope="session")
def ray() -> Iterator[Any]:
    """The module, connected to a cluster of two cores."""
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}
    module = pytest.importorskip("ray")
    module.init(num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=100_000_000)
    yield module
    module.shutdown()


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A session with two threads."""
    sql = pytest.importorskip("pyspark.sql")
    if not shutil.which("java"):
        pytest.skip("Spark needs java")
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # starts faster
    }
    session = sql.SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield session
    session.stop()
