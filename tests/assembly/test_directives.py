"""Directives: which sentences order, who orders, whom and until when."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assembly.annotated import annotated, without_marks
from vn_dx_ie.assembly import assemble
from vn_dx_ie.records import Directive

PUBLISHED = date(2024, 7, 15)
SPEAKER = "<pos1 Thủ tướng> <off1 Lê An>"


def _directives(marked: str) -> list[Directive]:
    records = assemble(annotated(marked, "HOLDS off1 pos1", published=PUBLISHED))
    return [record for record in records if isinstance(record, Directive)]


@pytest.mark.parametrize(
    "marked",
    [
        f"{SPEAKER} yêu cầu <age1 Bộ Y tế> khẩn trương rà soát.",
        f"{SPEAKER} giao các bộ, ngành rà soát thủ tục.",
        f"{SPEAKER} lưu ý phải giữ đúng tiến độ.",
        f"{SPEAKER} nhấn mạnh, cả hệ thống phải vào cuộc.",
        f"{SPEAKER}: Không được kiểm tra tiệm sách quá một lần.",
        f'"Việc này phải làm ngay", {SPEAKER} nhấn mạnh.',
        f"Theo {SPEAKER}, các địa phương cần chủ động.",
    ],
)
def test_an_order_with_its_issuer(marked: str) -> None:
    (found,) = _directives(marked)
    assert (found.issuer, found.content) == ("Lê An", without_marks(marked))


@pytest.mark.parametrize(
    "marked",
    [
        f"{SPEAKER} đánh giá cao chỉ đạo của tỉnh.",
        "<age1 Bộ Y tế> đã tập trung chỉ đạo, nâng dần chất lượng.",
        "Thu đạt 131% dự toán <age1 Bộ Tài chính> giao.",
        "Theo yêu cầu của <age1 Bộ Y tế>, hồ sơ đã đủ.",
        f"{SPEAKER} nhấn mạnh không phải nơi nào cũng làm được.",
        "<age1 Tòa án> được giao xử lý.",
        "Dịch vụ giao hàng của <age1 Công ty Ánh Dương> phát triển.",
    ],
)
def test_no_order(marked: str) -> None:
    assert _directives(marked) == []


def test_a_pronoun_is_the_last_person() -> None:
    found = _directives(f"{SPEAKER} thăm tỉnh. Ông cũng yêu cầu <age1 Sở Y tế> rà soát.")
    assert [(order.issuer, order.addressees) for order in found] == [("Lê An", ("Sở Y tế",))]


def test_an_order_without_a_subject_is_the_last_speaker_s() -> None:
    found = _directives(f"{SPEAKER} thăm tỉnh. Đồng thời, yêu cầu <age1 Sở Y tế> rà soát.")
    assert [(order.issuer, order.addressees) for order in found] == [("Lê An", ("Sở Y tế",))]


def test_the_speech_goes_on_with_its_addressees() -> None:
    found = _directives(f"{SPEAKER} yêu cầu <age1 Sở Y tế> rà soát. Đồng thời, khẩn trương báo cáo kết quả trong tuần.")
    assert [order.addressees for order in found] == [("Sở Y tế",), ("Sở Y tế",)]
    assert [order.issuer for order in found] == ["Lê An", "Lê An"]


def test_the_past_ends_the_speech() -> None:
    assert len(_directives(f"{SPEAKER} yêu cầu <age1 Sở Y tế> rà soát. Đến nay, tỉnh đã thông báo kết quả.")) == 1


def test_a_body_charged_after_an_order_is_its_addressee() -> None:
    found = _directives(f"{SPEAKER} yêu cầu các bộ rà soát.\nThứ nhất, <age1 Bộ Y tế> chủ trì tiêm chủng.")
    assert [(order.issuer, order.addressees) for order in found] == [("Lê An", ("các bộ",)), ("Lê An", ("Bộ Y tế",))]


def test_the_items_of_an_announced_list_are_orders() -> None:
    found = _directives(
        "<age1 Chính phủ> đề ra những nhiệm vụ trọng tâm sau:\n- Cắt giảm thủ tục.\n- Bãi bỏ giấy phép con."
    )
    assert [(order.issuer, order.content) for order in found] == [
        ("Chính phủ", "- Cắt giảm thủ tục."),
        ("Chính phủ", "- Bãi bỏ giấy phép con."),
    ]


@pytest.mark.parametrize(
    ("order", "addressees"),
    [
        (
            "yêu cầu <age1 Bộ Y tế>, <age2 Bộ Công an> và <age3 UBND tỉnh Lào Cai> rà soát.",
            ("Bộ Y tế", "Bộ Công an", "UBND tỉnh Lào Cai"),
        ),
        ("yêu cầu các bộ, ngành, địa phương rà soát.", ("các bộ, ngành, địa phương",)),
        ("giao chủ đầu tư, nhà thầu thi công phải xong.", ("chủ đầu tư", "nhà thầu thi công")),
        ("yêu cầu, trong quý I/2025, các đơn vị phải xong.", ("các đơn vị",)),
        ("đề nghị <pos2 Bí thư> <off2 Trần Bình> báo cáo.", ("Trần Bình",)),
        ("yêu cầu phải xong ngay.", ()),
    ],
)
def test_addressees(order: str, addressees: tuple[str, ...]) -> None:
    (found,) = _directives(f"{SPEAKER} {order}")
    assert found.addressees == addressees


def test_addressees_named_before_the_verb() -> None:
    (found,) = _directives(f"Đối với <age1 Bộ Y tế>, {SPEAKER} yêu cầu phải xong ngay.")
    assert found.addressees == ("Bộ Y tế",)


@pytest.mark.parametrize(
    ("words", "deadline"),
    [
        ("trước <dat1 ngày 18/8>", date(2024, 8, 18)),
        ("trong <dat1 tháng 9/2024>", date(2024, 9, 30)),
        ("của <dat1 năm 2024>", None),
    ],
)
def test_deadline(words: str, deadline: date | None) -> None:
    (found,) = _directives(f"{SPEAKER} giao <age1 Bộ Y tế> hoàn thành báo cáo {words}.")
    assert found.deadline == deadline


@pytest.mark.parametrize("duty", ["<age2 Sở Y tế> cũng cần rà soát lại.", "Các sở, ngành phải rà soát lại."])
def test_what_somebody_must_do_is_an_order_of_the_one_who_spoke_before(duty: str) -> None:
    found = _directives(f"{SPEAKER} khẳng định quyết tâm của tỉnh. {duty}")
    assert [(one.issuer, one.content) for one in found] == [("Lê An", without_marks(duty))]


def test_without_a_speaker_a_duty_is_no_order() -> None:
    assert not _directives(f"{SPEAKER} dự lễ hội. <age2 Sở Y tế> cũng cần rà soát lại.")


def test_who_holds_no_post_gives_no_orders() -> None:
    records = assemble(annotated("<off1 Lê An> đề nghị <age1 Tòa án> xem xét lại vụ việc.", published=PUBLISHED))
    assert not records


def test_an_appointment_is_no_order() -> None:
    assert not _directives(f"<age1 Bộ Chính trị> phân công đồng chí {SPEAKER} giữ chức Bí thư Tỉnh ủy.")


def test_bodies_among_groups_are_addressed_one_by_one() -> None:
    (found,) = _directives(f"{SPEAKER} yêu cầu các sở, ban, ngành, cơ quan thường trực và các chủ đầu tư rà soát lại.")
    assert found.addressees == ("các sở, ban, ngành", "cơ quan thường trực", "các chủ đầu tư")
