"""The index that every rule looks at."""

from __future__ import annotations

import unicodedata

from tests.assembly.annotated import annotated, prepared
from vn_dx_ie.assembly.context import build_context, outermost, quoted_surface
from vn_dx_ie.document import Document, Entity
from vn_dx_ie.records import Evidence


def test_between_gives_outer_mentions_before_inner_ones() -> None:
    context, _, _ = prepared("<pos1 Bí thư <age1 Tỉnh ủy>> <off1 Lê An> dự họp.")
    found = context.between(0, 30, "POSITION", "AGENCY", "OFFICIAL")
    assert [mention.id for mention in found] == ["pos1", "age1", "off1"]
    assert [mention.id for mention in outermost(found)] == ["pos1", "off1"]


def test_inside_leaves_the_mention_itself_out() -> None:
    context, _, _ = prepared("<age1 UBND tỉnh <pro1 Lào Cai>>")
    assert [mention.id for mention in context.inside(context.mentions[0], "AGENCY", "PROVINCE")] == ["pro1"]


def test_last_before_skips_a_mention_that_reaches_over_the_position() -> None:
    context, _, _ = prepared("<off1 Lê An> gặp <off2 Trần Bình>.")
    end_of_second = context.mentions[1].end
    found = context.last_before(end_of_second - 1, "OFFICIAL")
    assert found is not None
    assert found.id == "off1"
    assert context.last_before(0, "OFFICIAL") is None


def test_edges_to_unknown_entities_are_left_out() -> None:
    document = annotated("<off1 Lê An>, <pos1 Giám đốc>", "HOLDS off1 pos1", "HOLDS off1 pos9")
    assert [edge.tail.id for edge in build_context(document).edges] == ["pos1"]


def test_evidence_is_in_offsets_of_the_text_as_given() -> None:
    text = unicodedata.normalize("NFD", "Ông Trần Bình đã đến.")
    start = text.index("T")
    entity = Entity("off1", "OFFICIAL", start, text.index(" đã"[0], start + 9), text[start : start + 3])
    context = build_context(Document(text=text, entities=(entity,)))
    assert context.evidence(context.mentions, [(0, 3)]) == (
        Evidence(*context.view.to_source(0, 3)),
        Evidence(entity.start, entity.end),
    )


def test_quoted_surface_closes_only_what_the_mention_opened() -> None:
    context, _, _ = prepared('<eve1 Hội thảo “Dữ liệu mở>” và "<eve2 Ngày hội số>"')
    assert [quoted_surface(context, mention) for mention in context.mentions] == [
        "Hội thảo “Dữ liệu mở”",
        "Ngày hội số",
    ]
