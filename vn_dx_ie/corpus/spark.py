"""Documents on Spark: ``frame.mapInArrow(ArrowExtractor().stream, spark_schema())``. Needs the extra ``spark``.

Nothing here imports Spark itself, which calls it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from vn_dx_ie.corpus.arrow import SCHEMA, ArrowExtractor
from vn_dx_ie.formats.tables.arrow import import_arrow

if TYPE_CHECKING:
    import pandas

_SQL: Final = {"string": "STRING", "int64": "BIGINT", "double": "DOUBLE", "date32[day]": "DATE"}


def spark_schema() -> str:
    """Return ``SCHEMA`` as the DDL that Spark takes for the schema of results."""
    return ", ".join(f"`{field.name}` {_sql(field.type)}" for field in SCHEMA)


def in_pandas(extract: ArrowExtractor) -> Callable[[Iterable[pandas.DataFrame]], Iterator[pandas.DataFrame]]:
    """Return the function for ``DataFrame.mapInPandas``, with the same results as in Arrow."""
    return partial(_frames, extract)


def _frames(extract: ArrowExtractor, frames: Iterable[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
    for frame in frames:
        batches = import_arrow().Table.from_pandas(frame, preserve_index=False).to_batches()
        for batch in extract.stream(batches):
            yield batch.to_pandas()


def _sql(kind: Any) -> str:
    types = import_arrow().types
    if types.is_list(kind):
        return f"ARRAY<{_sql(kind.value_type)}>"
    if types.is_struct(kind):
        return f"STRUCT<{', '.join(f'`{field.name}`: {_sql(field.type)}' for field in kind)}>"
    return _SQL[str(kind)]
