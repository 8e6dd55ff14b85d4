"""Tokens and sentences: every visible character is in one token, every token in one sentence."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import texts
from vn_dx_ie.text.segments import sentence_spans, split_sentences, tokenize
from vn_dx_ie.text.unicode import normalise

views = (texts() | st.text(st.characters(exclude_categories=()), max_size=80)).map(normalise)


@given(views)
def test_tokens_are_ordered_and_hold_every_visible_character(text: str) -> None:
    tokens = tokenize(text)
    covered = {index for token in tokens for index in range(token.start, token.end)}
    assert covered == {index for index, character in enumerate(text) if not character.isspace()}
    assert all(token.text == text[token.start : token.end] for token in tokens)
    assert all(a.end <= b.start for a, b in zip(tokens, tokens[1:], strict=False))
    assert all(0 < len(token.text) <= 64 for token in tokens)


@given(views)
def test_sentences_are_ordered_and_hold_every_token(text: str) -> None:
    sentences = split_sentences(text)
    assert all(a.end <= b.start and a.line <= b.line for a, b in zip(sentences, sentences[1:], strict=False))
    for sentence in sentences:
        piece = text[sentence.start : sentence.end]
        assert piece
        assert piece == piece.strip()
        assert "\n" not in piece
        assert sentence.line == text.count("\n", 0, sentence.start)
    holders = [sum(s.start <= token.start and token.end <= s.end for s in sentences) for token in tokenize(text)]
    assert all(count == 1 for count in holders)


TOKENS = [
    ("Hà Nội", ["Hà", "Nội"]),
    ("Hà NộiPhó Chủ tịch", ["Hà", "Nội", "Phó", "Chủ", "tịch"]),
    ("UBND", ["UBND"]),
    ("TP.HCM", ["TP", ".", "HCM"]),
    ("93,31", ["93", ",", "31"]),
    ("57-NQ/TW", ["57", "-", "NQ", "/", "TW"]),
    ("80%.", ["80", "%", "."]),
    ("5G", ["5", "G"]),
    ("Covid19", ["Covid", "19"]),
    ("snake_case", ["snake", "_", "case"]),
    ("(Bộ TT&TT)", ["(", "Bộ", "TT", "&", "TT", ")"]),
    ("😀!", ["😀", "!"]),
    ("QĐ-TTg", ["QĐ", "-", "TTg"]),
    ("", []),
    (" \n ", []),
]


@pytest.mark.parametrize(("text", "words"), TOKENS)
def test_tokens(text: str, words: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == words


SENTENCES = [
    ("Hội nghị khai mạc. Đại biểu tham dự.", ["Hội nghị khai mạc.", "Đại biểu tham dự."]),
    ("Tại TP. Hồ Chí Minh. Hội nghị", ["Tại TP. Hồ Chí Minh.", "Hội nghị"]),
    ("TP. HCM và TX. Sơn Tây", ["TP. HCM và TX. Sơn Tây"]),
    ("PGS. TS. Nguyễn Văn A phát biểu.", ["PGS. TS. Nguyễn Văn A phát biểu."]),
    ("Ông Nguyễn V. Ba nói.", ["Ông Nguyễn V. Ba nói."]),
    ("2. Nội dung. 3. Kết luận", ["2. Nội dung.", "3. Kết luận"]),
    ("Đạt 93,31. Tăng 5%.", ["Đạt 93,31.", "Tăng 5%."]),
    ("Năm 2025. Mục tiêu", ["Năm 2025.", "Mục tiêu"]),
    ("Ông nói: “Cần làm ngay.” Hội nghị kết thúc.", ['Ông nói: "Cần làm ngay."', "Hội nghị kết thúc."]),
    ("Xong. “Tốt” là đủ.", ["Xong.", '"Tốt" là đủ.']),
    ("(Theo báo cáo.) Kết quả", ["(Theo báo cáo.)", "Kết quả"]),
    ("Thế nào? Rất tốt! Vậy… Đúng", ["Thế nào?", "Rất tốt!", "Vậy…", "Đúng"]),
    ("Chờ... Rồi đi", ["Chờ...", "Rồi đi"]),
    ("dòng một\ndòng hai", ["dòng một", "dòng hai"]),
    ("một\r\n\r\n hai \n", ["một", "hai"]),
    ("kết thúc. - Mục sau", ["kết thúc.", "- Mục sau"]),
    ("vào 1.871 tổ. 63 tỉnh", ["vào 1.871 tổ.", "63 tỉnh"]),
    ("trang vn.example.vn mở", ["trang vn.example.vn mở"]),
    ("chữ ký số v.v. các dịch vụ", ["chữ ký số v.v. các dịch vụ"]),
    ("chữ ký số v.v. được dùng", ["chữ ký số v.v. được dùng"]),
    ("dừng. ở đây", ["dừng. ở đây"]),
    ("", []),
    ("   ", []),
    ("...", ["..."]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    view = normalise(text)
    assert [view[s.start : s.end] for s in split_sentences(view)] == expected


@given(texts())
def test_sentence_spans_are_offsets_into_the_text_as_given(text: str) -> None:
    view = normalise(text)
    expected = [view[s.start : s.end] for s in split_sentences(view)]
    found = [text[start:end] for start, end in sentence_spans(text)]
    assert [normalise(piece) for piece in found] == expected
    assert all(piece == piece.strip() for piece in found)


def test_sentence_spans_count_code_points_of_the_given_text() -> None:
    text = "\ufeffHo\u0323\u0302i nghi\u0323. \u00a0Đại biểu."
    assert [text[a:b] for a, b in sentence_spans(text)] == ["Ho\u0323\u0302i nghi\u0323.", "Đại biểu."]


HOSTILE = {
    "dots": "." * 300_000,
    "initials": "A. " * 100_000,
    "letters": "a" * 300_000 + "-. A",
    "digits": "1" * 300_000 + "-. A",
    "brackets": "." + ")" * 300_000,
    "spaces": "." + " " * 300_000 + "a",
    "stops": "a. " * 100_000,
    "marks": ". -" * 100_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_time_grows_with_the_length_of_a_line_only(kind: str) -> None:
    started = time.perf_counter()
    split_sentences(HOSTILE[kind])
    assert time.perf_counter() - started < 10  # quadratic ways take minutes
