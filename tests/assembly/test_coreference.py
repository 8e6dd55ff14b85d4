"""Whom short names and posts alone stand for."""

from __future__ import annotations

import pytest

from tests.assembly.annotated import prepared
from vn_dx_ie.assembly.context import Context, Mention
from vn_dx_ie.assembly.coreference import Cast


def _person(context: Context, cast: Cast, key: str) -> str | None:
    found = cast.person_of(_mention(context, key))
    return found.name if found else None


def _mention(context: Context, key: str) -> Mention:
    return next(mention for mention in context.mentions if mention.id == key)


def test_a_given_name_is_the_person_named_in_full_before() -> None:
    context, cast, _ = prepared("<off1 Trần Văn Sơn> và <off2 Lê Sơn> dự. Ông <off3 Sơn> nói.")
    assert _person(context, cast, "off3") == "Lê Sơn"
    assert [person.name for person in cast.persons] == ["Trần Văn Sơn", "Lê Sơn"]


def test_a_given_name_before_the_full_one_is_the_first_that_follows() -> None:
    context, cast, _ = prepared("Ông <off1 Sơn> nói. Đó là <off2 Trần Văn Sơn>.")
    assert _person(context, cast, "off1") == "Trần Văn Sơn"


@pytest.mark.parametrize(
    ("short", "name"),
    [("Thủ tướng", "Lê An"), ("Bộ trưởng", "Trần Bình"), ("Người đứng đầu Chính phủ", "Lê An"), ("Chủ tịch", None)],
)
def test_a_post_alone_stands_for_its_holder(short: str, name: str | None) -> None:
    context, cast, _ = prepared(
        "<pos1 Thủ tướng <age1 Chính phủ>> <off1 Lê An>, <pos2 Bộ trưởng <age2 Bộ Y tế>> <off2 Trần Bình>. "
        f"<pos3 {short}> nói.",
        "HOLDS off1 pos1",
        "HOLDS off2 pos2",
    )
    assert _person(context, cast, "pos3") == name


def test_a_post_alone_stands_for_the_last_holder_before_it() -> None:
    context, cast, _ = prepared(
        "<pos1 Phó Thủ tướng> <off1 Lê An>; <pos2 Phó Thủ tướng> <off2 Trần Bình>. <pos3 Phó Thủ tướng> nói.",
        "HOLDS off1 pos1",
        "HOLDS off2 pos2",
    )
    assert _person(context, cast, "pos3") == "Trần Bình"


def test_agencies_are_no_persons() -> None:
    context, cast, _ = prepared("<age1 Bộ Y tế> báo cáo.")
    assert _person(context, cast, "age1") is None
