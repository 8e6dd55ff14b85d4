"""Hypothesis strategies: Vietnamese text in all its spellings, and sound documents over it."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import cache
from typing import TypeVar

import msgspec
from hypothesis import strategies as st

from vn_dx_ie.document import Document, Entity, Link, Relation
from vn_dx_ie.records import Directive, Evidence, Issuance, Meeting, Observation, Participant, Record, Slot
from vn_dx_ie.schema import ENTITY_LABELS, allowed_relations

_SYLLABLES = (
    *("hội", "nghị", "Thủ", "tướng", "Chính", "phủ", "chuyển", "đổi", "số", "hòa", "hoà", "thuỷ", "thủy", "quý"),
    *("tỉnh", "Bắc", "Giang", "UBND", "TP.HCM", "đạt", "tăng", "93,31", "1.871", "12/7/2023", "%", "(Bộ TT&TT)"),
)
_GAPS = (" ", " ", " ", "  ", "\u00a0", ", ", ". ", "\n", "\r\n", "\u200b", " – ", "\t", "\u2028", "😀", "\x85")
_FORMS = ("NFC", "NFD")

T = TypeVar("T")


@cache
def syllables() -> st.SearchStrategy[str]:
    """Vietnamese syllables and figures, composed or decomposed."""
    return st.builds(unicodedata.normalize, st.sampled_from(_FORMS), st.sampled_from(_SYLLABLES))


@cache
def phrases(most: int = 6) -> st.SearchStrategy[str]:
    """A few syllables on one line."""
    return st.lists(syllables(), min_size=1, max_size=most).map(" ".join)


@st.composite
def texts(draw: st.DrawFn, most: int = 30) -> str:
    """Texts with all line ends, odd spaces and characters outside the BMP; now and then anything at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.text(max_size=60))
    pairs = st.tuples(syllables(), st.sampled_from(_GAPS))
    start = draw(st.sampled_from(("", "", "\ufeff")))
    return start + "".join("".join(pair) for pair in draw(st.lists(pairs, max_size=most)))


@st.composite
def documents(draw: st.DrawFn, with_id: bool = False) -> Document:
    """Documents without a single problem, with everything that one can hold."""
    text = draw(texts())
    entities = draw(entities_of(text))
    return Document(
        id=draw(keys() if with_id else st.none() | keys()),
        text=text,
        published=draw(st.none() | days()),
        entities=entities,
        relations=draw(relations_of(entities)),
        records=tuple(_with_evidence(record, len(text)) for record in draw(_some(records()))),
    )


def _with_evidence(record: Record, length: int) -> Record:
    proof = (Evidence(0, length), Evidence(length // 2, length)) if length else ()
    slots = tuple(msgspec.structs.replace(slot, evidence=proof) for slot in record.slots)
    return msgspec.structs.replace(record, evidence=proof, slots=slots)


@st.composite
def entities_of(draw: st.DrawFn, text: str) -> tuple[Entity, ...]:
    """Entities over `text`: those of one label never overlap, others may nest."""
    found: list[Entity] = []
    for number in range(draw(st.integers(0, 6 if text.strip() else 0))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        mention = text[start:end].strip()
        start += len(text[start:end]) - len(text[start:end].lstrip())
        end = start + len(mention)
        label = draw(st.sampled_from(ENTITY_LABELS))
        taken = any(other.label == label and other.start < end and start < other.end for other in found)
        if mention and not taken:
            key = draw(st.sampled_from((f"e{len(found) + 1}", f"e{40 - number}", f"x{number}")))
            found.append(Entity(key, label, start, end, mention, draw(confidences()), draw(links())))
    unique = {entity.id: entity for entity in found}
    return tuple(unique.values())


@st.composite
def relations_of(draw: st.DrawFn, entities: tuple[Entity, ...]) -> tuple[Relation, ...]:
    """Edges that the signatures allow, each at most once."""
    possible = [
        (label, head.id, tail.id)
        for head in entities
        for tail in entities
        for label in allowed_relations(head.label, tail.label)
        if head is not tail
    ]
    if not possible:
        return ()
    edges = draw(st.lists(st.sampled_from(possible), unique=True, max_size=5))
    return tuple(Relation(*edge, draw(confidences())) for edge in edges)


@cache
def records() -> st.SearchStrategy[Record]:
    """Records of all four kinds, without evidence."""
    return st.one_of(
        st.builds(
            Meeting,
            name=phrases(),
            date=st.none() | days(),
            part_of_day=st.sampled_from((None, "morning", "evening")),
            mode=st.sampled_from((None, "hybrid")),
            places=_some(phrases(2)),
            organizers=_some(phrases(3)),
            participants=_some(participants()),
            confidence=confidences(),
        ),
        st.builds(
            Observation,
            indicator=st.none() | phrases(),
            value=phrases(2),
            number=st.none() | st.integers(-9, 10**12) | st.floats(-1e9, 1e9).map(lambda number: round(number, 2)),
            unit=st.sampled_from((None, "%", "VND")),
            role=st.sampled_from(("level", "change", "target")),
            direction=st.sampled_from((None, "up", "down")),
            period=st.none() | st.tuples(days(), days()),
            scope=st.none() | phrases(2),
            source=st.none() | phrases(3),
            unit_code=st.sampled_from((None, "%", "VND/m2")),
            slots=_some(st.builds(Slot, name=st.sampled_from(("value", "period")), confidence=confidences())),
        ),
        st.builds(Directive, issuer=st.none() | phrases(3), addressees=_some(phrases(3)), content=phrases()),
        st.builds(
            Issuance,
            document=phrases(),
            number=st.none() | syllables(),
            year=st.none() | st.integers(1990, 2030),
            date=st.none() | days(),
        ),
    )


@cache
def participants() -> st.SearchStrategy[Participant]:
    """People and bodies."""
    return st.builds(
        Participant,
        name=st.none() | phrases(2),
        positions=_some(phrases(3)),
        agency=st.none() | phrases(3),
        role=st.sampled_from(("chair", "attendee", "speaker")),
    )


@cache
def keys() -> st.SearchStrategy[str]:
    """Document ids, some of which no file could be named after."""
    return st.sampled_from(("a1", "bài 2", "../x", ".", "Tin/2023", "CON", "")) | st.text("aà-._1", max_size=90)


@cache
def days() -> st.SearchStrategy[date]:
    """Days of the years that the articles are from."""
    return st.dates(date(2018, 1, 1), date(2026, 12, 31))


@cache
def confidences() -> st.SearchStrategy[float]:
    """Probabilities."""
    return st.just(1.0) | st.floats(0, 1)


@cache
def links() -> st.SearchStrategy[Link | None]:
    """Links of entities, mostly none."""
    return st.sampled_from((None, None, Link("province", "79", "Thành phố Hồ Chí Minh")))


@cache
def _some(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)
