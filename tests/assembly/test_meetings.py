"""Meetings: which mentions are of one event, its name, day, mode and participants."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assembly.annotated import annotated, prepared
from vn_dx_ie.assembly import assemble
from vn_dx_ie.assembly.events import EventName, group_events
from vn_dx_ie.records import Meeting, Participant

PUBLISHED = date(2024, 7, 15)


def _groups(marked: str) -> list[list[str]]:
    context, _, _ = prepared(marked)
    return [[mention.id for mention in group.mentions] for group in group_events(context)]


def _meetings(marked: str, *edges: str, published: date | None = PUBLISHED) -> list[Meeting]:
    records = assemble(annotated(marked, *edges, published=published))
    return [record for record in records if isinstance(record, Meeting)]


def _only(marked: str, *edges: str, published: date | None = PUBLISHED) -> Meeting:
    (found,) = _meetings(marked, *edges, published=published)
    return found


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("phiên họp thứ ba", "họp"),
        ("buổi làm việc với tỉnh", "làm việc"),
        ("lễ khởi công", "lễ"),
        ("techfest", "techfest"),
    ],
)
def test_the_kind_of_event(name: str, head: str) -> None:
    context, _, _ = prepared(f"<eve1 {name}>")
    assert EventName.of(context.mentions[0]).head == head


def test_short_mentions_continue_the_event_before() -> None:
    marked = "<eve1 Hội nghị tổng kết năm 2023>. Tại <eve2 hội nghị>, ... Phát biểu tại <eve3 cuộc họp>, ..."
    assert _groups(marked) == [["eve1", "eve2", "eve3"]]


def test_a_short_mention_in_a_caption_waits_for_the_full_name() -> None:
    assert _groups("Quang cảnh <eve1 hội nghị>.\n<eve2 Hội nghị tổng kết năm 2023> bắt đầu.") == [["eve1", "eve2"]]


def test_a_short_mention_prefers_the_event_of_its_own_kind() -> None:
    marked = "<eve1 Phiên họp thứ 2 của Ủy ban>; <eve2 Đại hội XIII của Đảng>. Tại <eve3 phiên họp>, ..."
    assert _groups(marked) == [["eve1", "eve3"], ["eve2"]]


def test_two_events_of_one_article_stay_two() -> None:
    marked = "<eve1 Hội nghị công bố quyết định cán bộ>, rồi <eve2 buổi làm việc với Sở Công Thương>."
    assert _groups(marked) == [["eve1"], ["eve2"]]


def test_other_ordinals_and_years_are_other_events() -> None:
    assert _groups("<eve1 Phiên họp thứ 35 của Hội đồng Giáo>, <eve2 Phiên họp thứ 36 của Hội đồng Giáo>") == [
        ["eve1"],
        ["eve2"],
    ]
    assert _groups("<eve1 Hội nghị tổng kết năm 2022>, <eve2 Hội nghị tổng kết năm 2023>") == [["eve1"], ["eve2"]]
    assert _groups("<eve1 phiên họp thứ hai của Hội đồng>, <eve2 Phiên họp lần thứ 2 của Hội đồng>") == [
        ["eve1", "eve2"]
    ]


def test_festivals_and_party_congresses_in_passing_are_no_meetings() -> None:
    assert _meetings("<off1 Lê An> dự <eve1 Lễ hội Đền Hùng>.", "ATTENDS off1 eve1") == []
    assert _meetings("Theo <eve1 Đại hội XIII của Đảng>, ...") == []


def test_the_only_meeting_of_an_article_needs_no_participants() -> None:
    assert _only("Quang cảnh <eve1 hội nghị>.").name == "hội nghị"


def test_the_name_is_the_fullest_mention_with_its_quotation_closed() -> None:
    marked = "<eve1 Hội thảo “Dữ liệu mở>” khai mạc. <off1 Lê An> dự <eve2 hội thảo>."
    assert _only(marked, "ATTENDS off1 eve2").name == "Hội thảo “Dữ liệu mở”"


def test_a_bare_name_takes_its_organizer() -> None:
    marked = "Sáng <dat1 8/7>, <age1 Ủy ban Thường vụ Quốc hội> khai mạc <eve1 phiên họp thứ 37>."
    found = _only(marked, "ORGANIZES age1 eve1", "DATED eve1 dat1")
    assert (found.name, found.organizers) == (
        "phiên họp thứ 37 của Ủy ban Thường vụ Quốc hội",
        ("Ủy ban Thường vụ Quốc hội",),
    )


def test_a_working_session_takes_its_partner_from_the_text() -> None:
    marked = (
        "Chiều <dat1 8/7>, <off1 Lê An> làm việc với <age1 Sở Y tế Lào Cai>. <off2 Lê An> nói tại <eve1 buổi làm việc>."
    )
    assert _only(marked, "ATTENDS off2 eve1").name == "buổi làm việc với Sở Y tế Lào Cai"


def test_the_day_and_its_part_come_from_the_date() -> None:
    found = _only("<off1 Lê An> dự <eve1 hội nghị> <dat1 sáng 8/7>.", "ATTENDS off1 eve1", "DATED eve1 dat1")
    assert (found.date, found.part_of_day) == (date(2024, 7, 8), "morning")


def test_the_day_may_open_the_sentence_in_which_a_participant_meets() -> None:
    marked = "<dat1 Chiều 8/7>, <off1 Lê An> làm việc với tỉnh.\n<off2 Lê An> phát biểu tại <eve1 buổi làm việc>."
    found = _only(marked, "ATTENDS off2 eve1")
    assert (found.date, found.part_of_day) == (date(2024, 7, 8), "afternoon")


def test_a_year_is_no_day() -> None:
    found = _only("<off1 Lê An> dự <eve1 hội nghị> <dat1 năm 2024>.", "ATTENDS off1 eve1", "DATED eve1 dat1")
    assert found.date is None


@pytest.mark.parametrize(
    ("marked", "edges", "mode"),
    [
        ("<off1 Lê An> dự <eve1 hội nghị trực tuyến toàn quốc>.", (), "online"),
        ("<off1 Lê An> dự <eve1 hội nghị> tại <pro1 Hà Nội>.", ("LOCATED_AT eve1 pro1",), "in_person"),
        (
            "<off1 Lê An> dự <eve1 hội nghị> tại <pro1 Hà Nội>, kết nối tới các điểm cầu.",
            ("LOCATED_AT eve1 pro1",),
            "hybrid",
        ),
        ("<off1 Lê An> dự <eve1 hội nghị> trực tiếp kết hợp trực tuyến.", (), "hybrid"),
        ("<off1 Lê An> dự <eve1 hội nghị về dịch vụ công trực tuyến>.", (), None),
        ("<off1 Lê An> dự <eve1 hội nghị>.", (), None),
    ],
)
def test_mode(marked: str, edges: tuple[str, ...], mode: str | None) -> None:
    assert _only(marked, "ATTENDS off1 eve1", *edges).mode == mode


def test_a_place_inside_another_one_is_not_listed_again() -> None:
    marked = "<off1 Lê An> dự <eve1 hội nghị> tại <loc1 Trụ sở <age1 Chính phủ>>."
    found = _only(marked, "ATTENDS off1 eve1", "LOCATED_AT eve1 loc1", "LOCATED_AT eve1 age1")
    assert found.places == ("Trụ sở Chính phủ",)


def test_a_participant_has_the_posts_of_all_mentions() -> None:
    marked = (
        "<off1 Lê An>, <pos1 Bí thư <age1 Tỉnh ủy>>, chủ trì <eve1 hội nghị>. <pro1 Lào Cai> vui.\n"
        "Ông <off2 An>, <pos2 Trưởng đoàn <age2 HĐND tỉnh>> dự <eve2 hội nghị>."
    )
    edges = ("HOLDS off1 pos1", "HOLDS off2 pos2", "CHAIRS off1 eve1", "ATTENDS off2 eve2")
    assert _only(marked, *edges).participants == (
        Participant(
            name="Lê An",
            positions=("Bí thư Tỉnh ủy", "Trưởng đoàn HĐND tỉnh"),
            agency="Tỉnh ủy Lào Cai",
            role="chair",
        ),
    )


def test_a_body_takes_part_and_speaks_where_a_verb_follows_at_once() -> None:
    marked = "Tại <eve1 hội nghị>, <age1 Bộ Y tế> báo cáo, <age2 Bộ Công an> dự."
    found = _only(marked, "ATTENDS age1 eve1", "ATTENDS age2 eve1")
    assert [(who.name, who.agency, who.role) for who in found.participants] == [
        (None, "Bộ Y tế", "speaker"),
        (None, "Bộ Công an", "attendee"),
    ]


def test_a_post_without_a_name_takes_part() -> None:
    found = _only("<pos1 Bộ trưởng <age1 Bộ Y tế>> dự <eve1 hội nghị>.", "ATTENDS pos1 eve1")
    assert found.participants == (Participant(positions=("Bộ trưởng Bộ Y tế",), agency="Bộ Y tế"),)


def test_who_joins_from_a_site_takes_part() -> None:
    marked = (
        "<off1 Lê An> chủ trì <eve1 hội nghị>. Tại điểm cầu <age1 Bộ Y tế> còn thấy <pos1 Vụ trưởng> <off2 Vũ Bình>."
    )
    found = _only(marked, "CHAIRS off1 eve1", "HOLDS off2 pos1", "LOCATED_AT off2 age1")
    assert [(who.name, who.site) for who in found.participants] == [("Lê An", None), ("Vũ Bình", "Bộ Y tế")]


def test_a_person_who_leads_a_site_chairs_it() -> None:
    marked = "<off1 Lê An> chủ trì tại điểm cầu <age1 Bộ Y tế> trong <eve1 hội nghị>."
    (who,) = _only(marked, "ATTENDS off1 eve1", "LOCATED_AT off1 age1").participants
    assert (who.site, who.role) == ("Bộ Y tế", "site_chair")


def test_a_person_with_a_post_who_speaks_takes_part_in_the_main_meeting() -> None:
    marked = (
        "<off1 Lê An> dự <eve1 hội nghị>.\n<pos1 Giám đốc <age1 Sở Y tế>> <off2 Trần Bình> cho biết đã xong. "
        "<pos2 Giám đốc <age2 Sở Công an>> <off3 Vũ Cường> được khen."
    )
    found = _only(marked, "ATTENDS off1 eve1", "HOLDS off2 pos1", "HOLDS off3 pos2")
    assert [(who.name, who.role) for who in found.participants] == [("Lê An", "attendee"), ("Trần Bình", "speaker")]


def test_a_verb_after_the_next_person_is_not_the_first_one_s() -> None:
    marked = "<off1 Lê An>, <off2 Trần Bình> phát biểu tại <eve1 hội nghị>."
    found = _only(marked, "ATTENDS off1 eve1", "ATTENDS off2 eve1")
    assert [who.role for who in found.participants] == ["attendee", "speaker"]


def test_meetings_of_one_person_are_one_where_a_name_says_little() -> None:
    marked = (
        "<off1 Lê An> dự <eve1 lễ công bố ứng dụng bảo hiểm y tế số>. "
        "Phát biểu tại <eve2 Chương trình của tỉnh>, <off2 Lê An> chúc mừng."
    )
    edges = ("ATTENDS off1 eve1", "ATTENDS off2 eve2")
    assert [found.name for found in _meetings(marked, *edges)] == ["lễ công bố ứng dụng bảo hiểm y tế số"]


@pytest.mark.parametrize(
    ("other", "dates"),
    [
        ("hội nghị sơ kết phong trào thi đua yêu nước", ()),
        ("lễ trao giải", ("DATED eve1 dat1", "DATED eve2 dat2")),
    ],
)
def test_two_meetings_of_one_person_stay_two(other: str, dates: tuple[str, ...]) -> None:
    marked = (
        f"<dat1 Sáng 8/7/2024>, <off1 Lê An> dự <eve1 lễ công bố ứng dụng bảo hiểm y tế số>. "
        f"<dat2 Ngày 9/7/2024>, <off2 Lê An> dự <eve2 {other}>."
    )
    assert len(_meetings(marked, "ATTENDS off1 eve1", "ATTENDS off2 eve2", *dates)) == 2


def test_numbered_sessions_stay_two() -> None:
    marked = "<off1 Lê An> dự <eve1 phiên họp thứ 2>. <off2 Lê An> dự <eve2 kỳ họp thứ 3>."
    assert len(_meetings(marked, "ATTENDS off1 eve1", "ATTENDS off2 eve2")) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Về phía tỉnh có các đồng chí <off2 Trần Bình>, <pos2 Chủ tịch tỉnh>.",
        "Ngoài ra có <pos2 Bộ trưởng> <off2 Trần Bình>.",
        "<pos2 Bí thư> <off2 Trần Bình> nhận quyết định bổ nhiệm.",
    ],
)
def test_who_is_listed_or_appointed_there_takes_part(sentence: str) -> None:
    marked = f"<off1 Lê An> dự <eve1 hội nghị cán bộ>. {sentence}"
    meeting = _only(marked, "ATTENDS off1 eve1", "HOLDS off2 pos2")
    assert [who.name for who in meeting.participants] == ["Lê An", "Trần Bình"]


def test_a_name_in_capitals_gives_way_to_one_that_is_not() -> None:
    marked = "<off1 LÊ AN> dự <eve1 hội nghị cán bộ>. <off2 Lê An> phát biểu."
    assert [who.name for who in _only(marked, "ATTENDS off1 eve1").participants] == ["Lê An"]
