"""A document with a record of each kind, in which every slot has a value, and one with none."""

from __future__ import annotations

import unicodedata
from datetime import date

from vn_dx_ie.document import Document
from vn_dx_ie.records import Directive, Evidence, Issuance, Meeting, Observation, Participant, Slot

FULL = Document(
    id="a1",
    text="Một bài báo dài hơn bốn mươi ký tự, về cuộc họp ở Huế.",
    published=date(2022, 8, 9),
    records=(
        Meeting(
            name=unicodedata.normalize("NFD", "Phiên họp thứ ba"),
            date=date(1945, 9, 2),
            part_of_day="morning",
            mode="hybrid",
            places=("Huế", "Hà Nội; Đà Nẵng"),
            organizers=("Bộ Y tế",),
            participants=(
                Participant(name="Lê Văn Tám", positions=("Bộ trưởng", "Trưởng ban"), agency="Bộ Y tế", role="chair"),
                Participant(agency="Sở Y tế", site="Cà Mau"),
            ),
            confidence=0.75,
            evidence=(Evidence(20, 30), Evidence(4, 9), Evidence(12, 15)),
            slots=(
                Slot("name", 0.9, (Evidence(1, 2),)),
                Slot("participants[0].name", 0.5, (Evidence(7, 9),)),
                Slot("participants[0].role", 0.25, (Evidence(3, 5),)),
            ),
        ),
        Observation(
            indicator='thẻ "CCCD"\r\ngắn chip, 😀',
            value="hơn 78,5 triệu",
            number=78_500_000,
            unit="%",
            qualifier="over",
            denominator=63,
            upper=79.25,
            role="change",
            direction="up",
            period=(date(1931, 1, 1), date(1931, 3, 31)),
            scope="Bà Rịa - Vũng Tàu",
            scope_code="07",
            breakdown="cấp huyện",
            source="Bộ Công an",
            indicator_id="dan_so.the",
            unit_code="%",
            confidence=0.5,
            evidence=(Evidence(0, 3),),
        ),
        Directive(
            issuer="Thủ tướng", addressees=("các bộ", "các tỉnh"), content="Làm ngay", deadline=date(2025, 12, 31)
        ),
        Issuance(
            document="Quyết định số 9/QĐ-X",
            document_kind="quyết định",
            number="9/QĐ-X",
            year=1999,
            issuer="Bộ Y tế",
            date=date(1999, 12, 31),
        ),
    ),
)
BARE = Document(
    text="Không có mã.",
    records=(
        Meeting(name="Hội nghị", participants=(Participant(name="An"),)),
        Observation(indicator=None, value="9"),
        Directive(),
        Issuance(document="kế hoạch"),
    ),
)
NAMES = ("meetings", "participants", "observations", "directives", "issuances")
