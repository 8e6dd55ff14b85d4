"""Persons over many documents: who is joined, who stays apart, and what is known of their posts."""

from __future__ import annotations

import random
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assembly.annotated import annotated
from vn_dx_ie import PersonMention, PersonPost, people
from vn_dx_ie.document import Document


def _seen(id: str, day: date | None, post: str, name: str = "Lê An") -> Document:
    """Return a document that says who holds `post`."""
    document = annotated(f"<pos1 {post}> <off1 {name}> phát biểu.", "HOLDS off1 pos1", published=day)
    return msgspec.structs.replace(document, id=id)


def _named(id: str, day: date) -> Document:
    return msgspec.structs.replace(annotated("Ông <off1 Lê An> phát biểu.", published=day), id=id)


CHAIR_LAO_CAI = "Chủ tịch <age1 UBND tỉnh Lào Cai>"
CHAIR_SON_LA = "Chủ tịch <age1 UBND tỉnh Sơn La>"
MEMBER = "Ủy viên <age1 Ban Chấp hành Trung ương Đảng>"


def test_a_post_seen_twice_has_its_first_and_last_day() -> None:
    first, last = date(2023, 3, 1), date(2024, 6, 1)
    documents = [_seen("b", last, "Chủ tịch <age1 Ủy ban nhân dân tỉnh Lào Cai>"), _seen("a", first, CHAIR_LAO_CAI)]
    (person,) = people(documents)
    assert person.name == "Lê An"
    assert person.posts == (
        PersonPost(
            post="Chủ tịch Ủy ban nhân dân tỉnh Lào Cai",
            agency="Ủy ban nhân dân tỉnh Lào Cai",
            agency_code="VN-10.ubnd",
            first=first,
            last=last,
        ),
    )
    assert person.mentions == (PersonMention("a", 27, 32), PersonMention("b", 38, 43))


@pytest.mark.parametrize(
    ("one", "day", "other", "later", "count"),
    [
        (CHAIR_LAO_CAI, date(2024, 1, 1), CHAIR_LAO_CAI, date(2024, 2, 1), 1),
        # Another post in the same body; a post that names its body or not; the same body after both reorganisations.
        (CHAIR_LAO_CAI, date(2024, 1, 1), "Phó Chủ tịch <age1 UBND tỉnh Lào Cai>", date(2023, 1, 1), 1),
        ("Thủ tướng", date(2024, 1, 1), "Thủ tướng <age1 Chính phủ>", date(2024, 2, 1), 1),
        ("Bộ trưởng <age1 Bộ Y tế>", date(2024, 1, 1), "Bộ trưởng Y tế", date(2024, 2, 1), 1),
        ("Tổng Bí thư", date(2024, 1, 1), "Tổng Bí thư", date(2024, 2, 1), 1),
        (CHAIR_LAO_CAI, date(2025, 6, 1), CHAIR_LAO_CAI, date(2025, 8, 1), 1),
        ("nguyên " + CHAIR_LAO_CAI, date(2024, 1, 1), CHAIR_LAO_CAI, date(2014, 1, 1), 1),
        # Another body, another province, a time too far off, and posts that tell no body.
        (CHAIR_LAO_CAI, date(2024, 1, 1), "Giám đốc <age1 Sở Nội vụ Lào Cai>", date(2024, 2, 1), 2),
        (CHAIR_LAO_CAI, date(2024, 1, 1), CHAIR_SON_LA, date(2024, 1, 1), 2),
        (CHAIR_LAO_CAI, date(2024, 1, 1), CHAIR_LAO_CAI, date(2012, 1, 1), 2),
        ("Giám đốc", date(2024, 1, 1), "Giám đốc", date(2024, 2, 1), 2),
        ("Chủ tịch <age1 UBND tỉnh>", date(2024, 1, 1), "Chủ tịch <age1 UBND tỉnh>", date(2024, 2, 1), 2),
        ("Trưởng <age1 Ban Chỉ đạo>", date(2024, 1, 1), "Trưởng <age1 Ban Chỉ đạo>", date(2024, 2, 1), 2),
    ],
)
def test_who_is_one_person(one: str, day: date, other: str, later: date, count: int) -> None:
    assert len(people([_seen("a", day, one), _seen("b", later, other)])) == count


def test_other_names_are_other_persons_and_capitals_are_not() -> None:
    day = date(2024, 1, 1)
    documents = [_seen("a", day, CHAIR_LAO_CAI), _seen("b", day, CHAIR_LAO_CAI, "Trần Bình")]
    assert [person.name for person in people(documents)] == ["Lê An", "Trần Bình"]
    assert len(people([_seen("a", day, CHAIR_LAO_CAI), _seen("b", day, CHAIR_LAO_CAI, "LÊ AN")])) == 1


def test_a_name_without_a_post_stays_by_itself() -> None:
    assert len(people([_seen("a", date(2024, 1, 1), CHAIR_LAO_CAI), _named("b", date(2024, 1, 2))])) == 2


def test_a_body_that_both_are_in_does_not_join_chairs_of_two_provinces() -> None:
    day = date(2024, 1, 1)
    both = "<pos1 {}>, <pos2 Ủy viên <age2 Ban Chấp hành Trung ương Đảng>> <off1 Lê An> phát biểu."
    documents = [
        annotated(both.format(post), "HOLDS off1 pos1", "HOLDS off1 pos2", published=day)
        for post in (CHAIR_LAO_CAI, CHAIR_SON_LA)
    ]
    found = people(documents)
    assert {person.posts[0].agency_code for person in found} == {"VN-10.ubnd", "VN-14.ubnd"}


def test_one_article_that_names_both_posts_joins_those_that_name_one() -> None:
    days = [date(2024, month, 1) for month in (1, 2, 3)]
    both = annotated(
        f"<pos1 {MEMBER}>, <pos2 Bí thư <age2 Tỉnh ủy Lào Cai>> <off1 Lê An> phát biểu.",
        *("HOLDS off1 pos1", "HOLDS off1 pos2"),
        published=days[2],
    )
    documents = [_seen("a", days[0], MEMBER), _seen("b", days[1], "Bí thư <age1 Tỉnh ủy Lào Cai>"), both]
    assert len(people(documents[:2])) == 2
    assert len(people(documents)) == 1


def test_confidence_is_that_of_the_weakest_part() -> None:
    day = date(2024, 1, 1)
    one, same = _seen("a", day, CHAIR_LAO_CAI), _seen("b", day, CHAIR_LAO_CAI)
    other = _seen("b", day, "Phó Chủ tịch <age1 UBND tỉnh Lào Cai>")
    (alone,), (in_post,), (in_body,) = people([one]), people([one, same]), people([one, other])
    assert alone.confidence > in_post.confidence > in_body.confidence > 0.5
    unsure = [msgspec.structs.replace(entity, confidence=0.6) for entity in one.entities]
    assert people([msgspec.structs.replace(one, entities=tuple(unsure)), same])[0].confidence == 0.6


def test_no_documents_have_no_persons() -> None:
    assert people([]) == []
    assert people([annotated("Trời đẹp.")]) == []


POSTS = st.sampled_from([CHAIR_LAO_CAI, CHAIR_SON_LA, MEMBER, "Thủ tướng", "Giám đốc"])


@given(st.lists(st.tuples(POSTS, st.dates(date(2010, 1, 1), date(2026, 1, 1))), max_size=8), st.randoms())
def test_the_order_of_documents_makes_no_difference(seen: list[tuple[str, date]], chance: random.Random) -> None:
    documents = [_seen(f"d{number}", day, post) for number, (post, day) in enumerate(seen)]
    found = people(documents)
    chance.shuffle(documents)
    assert people(documents) == found
    assert sorted(mention.document or "" for person in found for mention in person.mentions) == sorted(
        document.id or "" for document in documents
    )
