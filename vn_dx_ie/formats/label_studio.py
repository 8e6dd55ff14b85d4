"""Label Studio: a JSON array of tasks, as it imports and exports them.

A task's ``data.text`` is the text; regions of type ``labels`` and those of type ``relation`` stand
in the ``result`` of an annotation or, where there are confidences, of a prediction. Offsets count
UTF-16 units, as JavaScript does, so that an emoji counts for two. The rest of a document is in
``data``. A labelling interface for it::

    <View>
      <Relations><Relation value="HOLDS"/></Relations>
      <Labels name="label" toName="text"><Label value="OFFICIAL"/></Labels>
      <Text name="text" value="$text" granularity="symbol"/>
    </View>
"""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.exchange import (
    EXTRAS,
    Edge,
    Extras,
    Plain,
    Span,
    check_surface,
    read_value,
    to_plain,
    unpack_extras,
)
from vn_dx_ie.formats.items import Failure, Item, encode_value, utf8_mistake

_logger = logging.getLogger(__name__)
_FROM: Final = "label"
_TO: Final = "text"


class _Value(msgspec.Struct):
    start: int
    end: int
    labels: list[str]
    text: str | None = None


class _Region(msgspec.Struct, omit_defaults=True):
    type: str
    id: str | None = None
    from_name: str | None = None
    to_name: str | None = None
    value: Any = None
    score: float | None = None
    from_id: str | None = None
    to_id: str | None = None
    direction: str | None = None
    labels: list[str] | None = None


class _Work(msgspec.Struct, omit_defaults=True):
    result: list[_Region]
    was_cancelled: bool = False
    model_version: str | None = None


class _Task(msgspec.Struct, omit_defaults=True):
    data: dict[str, Any]
    id: int | None = None
    annotations: list[_Work | int] = []  # Label Studio's own export may give ids alone
    predictions: list[_Work | int] = []


def read_label_studio(path: str | Path) -> Iterator[Item]:
    """Yield the document of every task, or what is wrong with it; places are ``file[index]``."""
    raw = Path(path).read_bytes().removeprefix(b"\xef\xbb\xbf")
    if mistake := utf8_mistake(raw):
        yield Failure(str(path), mistake)
        return
    try:
        tasks = msgspec.json.decode(raw, type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as error:
        yield Failure(str(path), f"no export of Label Studio: {error}")
        return
    for index, task in enumerate(tasks):
        yield from read_value(task, f"{path}[{index}]", _Task, _to_plain, "task of Label Studio")


def write_label_studio(documents: Iterable[Document], stream: BinaryIO) -> None:
    """Write one task a document: as a prediction where it has confidences, else as an annotation.

    Raises:
        InputError: a document is not sound.
    """
    before = b"[\n"
    for index, document in enumerate(documents, start=1):
        stream.write(before + encode_value(_task(document, index), document))
        before = b",\n"
    stream.write(b"\n]\n" if before == b",\n" else b"[]\n")


def _task(document: Document, index: int) -> _Task:
    plain = to_plain(document, lambda number: f"r{number + 1}")
    units = _utf16(plain.text)
    confidences = [one.confidence for one in document.entities] + [one.confidence for one in document.relations]
    sure = all(confidence == 1.0 for confidence in confidences)
    regions = [
        _Region(
            type="labels",
            id=span.key,
            from_name=_FROM,
            to_name=_TO,
            value=_Value(units[span.start], units[span.end], [span.label], plain.text[span.start : span.end]),
            score=None if sure else entity.confidence,
        )
        for span, entity in zip(plain.spans, document.entities, strict=True)
    ]
    regions += [
        _Region(type="relation", from_id=edge.head, to_id=edge.tail, direction="right", labels=[edge.label])
        for edge in plain.edges
    ]
    work: list[_Work | int] = [_Work(regions, model_version=None if sure else EXTRAS)]
    data = {_TO: plain.text, EXTRAS: plain.extras}
    return _Task(data, index, annotations=work) if sure else _Task(data, index, predictions=work)


def _utf16(text: str) -> list[int]:
    """Return, for each code point and the end, the UTF-16 units before it."""
    return [0, *accumulate(1 + (character > "\uffff") for character in text)]


def _to_plain(task: _Task) -> Plain:
    text = task.data.get(_TO)
    if not isinstance(text, str):
        raise InputError(f"expected the text in data.{_TO}, got {sorted(task.data)}")
    regions = _regions(task)
    units = _utf16(text)
    spans = tuple(_span(region, text, units) for region in regions if region.type == "labels")
    edges = tuple(_edge(region) for region in regions if region.type == "relation")
    extras = unpack_extras(task.data[EXTRAS]) if EXTRAS in task.data else _foreign(task)
    return Plain(text, spans, edges, extras)


def _regions(task: _Task) -> list[_Region]:
    """Return the regions of the first annotation that was not cancelled, else of the first prediction."""
    given = [work for work in task.annotations if isinstance(work, _Work) and not work.was_cancelled]
    if len(given) > 1:
        _logger.warning("task %s: left out, %d annotations besides the first", task.id, len(given) - 1)
    works = given or [work for work in task.predictions if isinstance(work, _Work)]
    return works[0].result if works else []


def _span(region: _Region, text: str, units: list[int]) -> Span:
    try:
        value = msgspec.convert(region.value, _Value)
    except msgspec.ValidationError as error:
        raise InputError(f"region {region.id!r}: {error}") from error
    if len(value.labels) != 1:
        raise InputError(f"region {region.id!r}: expected one label, got {value.labels}")
    ends = []
    for unit in (value.start, value.end):
        place = bisect_left(units, unit)
        if place == len(units) or units[place] != unit:
            raise InputError(f"region {region.id!r}: expected UTF-16 offsets of whole characters, got {unit}")
        ends.append(place)
    span = Span(region.id or "", value.labels[0], *ends)
    check_surface(text, span, value.text)
    return span


def _edge(region: _Region) -> Edge:
    if not region.from_id or not region.to_id or not region.labels or len(region.labels) != 1:
        raise InputError(f"expected a relation with from_id, to_id and one label, got {region.labels}")
    ends = (region.from_id, region.to_id)
    return Edge(region.labels[0], *(reversed(ends) if region.direction == "left" else ends))


def _foreign(task: _Task) -> Extras:
    key = task.data.get("id", task.id)
    return Extras(id=str(key) if isinstance(key, str | int) else None)
