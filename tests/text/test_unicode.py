"""The view of a text: one form for all spellings, and a map back that loses nothing."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.strategies import texts
from vn_dx_ie.text import unicode
from vn_dx_ie.text.unicode import TextView, make_view, normalise, normalise_tone_style

# What breaks naive maps: every way to write one letter, one space and one line end.
HARD = (
    *("à", "a\u0300", "ạ", "ấ", "a\u0302\u0301", "đ", "ð", "Ð", "o", "oà", "u", "uỳ", "q", "Q", "OÀ", "h", "n"),
    *("\u0300", "\u0323", "\u0338", "\u20dd", "가", "\u1100", "\u1161", "\u11a8", "கொ", "\u0bbe", "ক", "\u09c7"),
    *("\r\n", "\r", "\n", "\t", "\x00", "\x85", "\u2028", "\u2029", " ", "\u00a0", "\u3000", "\u2009"),
    *("\u200b", "\u200d", "\ufeff", "\u00ad", "\ufe0f", "😀", "👩\u200d💻", "\ud83d", "\udc00", "\ufffd"),
    *("“", "”", "‘", "’", "–", "‑", "−", "\u212b", "\u2126", "½", "ﬁ", "m²", "A", "z", "9", "."),
)


@st.composite
def hostile(draw: st.DrawFn) -> str:
    """Any string at all, lone surrogates included, with what is hard mixed in."""
    anything = st.text(st.characters(exclude_categories=()), max_size=3)
    return "".join(draw(st.lists(st.sampled_from(HARD) | anything, max_size=20)))


def anywhere() -> st.SearchStrategy[str]:
    return hostile() | texts()


def spans_of(view: TextView) -> st.SearchStrategy[tuple[int, int]]:
    count = len(view.text)
    return st.tuples(st.integers(0, count - 1), st.integers(1, count)).filter(lambda span: span[0] < span[1])


@given(anywhere())
def test_the_map_is_monotone_and_stays_inside_the_source(source: str) -> None:
    view = make_view(source)
    places = list(zip(view.starts, view.ends, strict=True))
    assert len(places) == len(view.text)
    assert all(0 <= start < end <= len(source) for start, end in places)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in zip(places, places[1:], strict=False))
    # Two characters share their place or lie apart.
    assert all(a == b or a[1] <= b[0] for a, b in zip(places, places[1:], strict=False))


@given(anywhere(), st.data())
def test_there_and_back_is_the_same_span(source: str, data: st.DataObject) -> None:
    view = make_view(source)
    if not view.text:
        return
    start, end = data.draw(spans_of(view))
    there = view.to_source(start, end)
    back = view.from_source(*there)
    assert view.to_source(*back) == there
    assert back[0] <= start < end <= back[1]
    alone = view.starts[start] not in view.starts[:start] and view.ends[end - 1] not in view.ends[end:]
    assert back == (start, end) or not alone


@given(anywhere(), st.data())
def test_a_source_span_is_covered_by_its_view_span(source: str, data: st.DataObject) -> None:
    if not source:
        return
    start = data.draw(st.integers(0, len(source) - 1))
    end = data.draw(st.integers(start + 1, len(source)))
    view = make_view(source)
    begin, stop = view.from_source(start, end)
    assert 0 <= begin <= stop <= len(view.text)
    inside = [i for i, (a, b) in enumerate(zip(view.starts, view.ends, strict=True)) if a < end and start < b]
    assert list(range(begin, stop)) == inside


@settings(max_examples=300)
@given(anywhere())
@example("가나")
@example("கொ")
@example("a\u200d\u0301")
def test_one_view_for_every_form(source: str) -> None:
    forms = {form: normalise(unicodedata.normalize(form, source)) for form in ("NFC", "NFD")}
    assert forms["NFC"] == forms["NFD"] == normalise(source)


@settings(max_examples=300)
@given(anywhere())
@example("a\u200d\u0301")
@example("oạ\u0300")
@example("\r\n\u0301")
def test_a_view_is_its_own_view(source: str) -> None:
    text = normalise(source)
    assert normalise(text) == text
    assert len(make_view(text).text) == len(text)


@given(anywhere())
def test_a_view_holds_plain_spaces_and_line_ends_only(source: str) -> None:
    text = normalise(source)
    assert all(character in " \n" or not character.isspace() for character in text)
    assert not any(unicodedata.category(character) in {"Cs", "Zs", "Zl", "Zp"} for character in text.replace(" ", ""))
    text.encode("utf-8")


@given(anywhere(), anywhere())
def test_lines_are_viewed_one_by_one(one: str, other: str) -> None:
    assert normalise(f"{one}.\n{other}") == f"{normalise(one + '.')}\n{normalise(other)}"


TONES = [
    ("hoà", "hòa"),
    ("thuỷ", "thủy"),
    ("HOÀ", "HÒA"),
    ("Hoà", "Hòa"),
    ("khoẻ", "khỏe"),
    ("Khoẻ", "Khỏe"),
    ("xoá", "xóa"),
    ("hoạ", "họa"),
    ("toả", "tỏa"),
    ("loã", "lõa"),
    ("loè", "lòe"),
    ("luỹ", "lũy"),
    ("uỷ", "ủy"),
    ("Uỷ", "Ủy"),
    ("UỶ", "ỦY"),
    ("Thuỵ", "Thụy"),
    ("huý", "húy"),
    ("thuỳ", "thùy"),
    ("oà", "òa"),
    ("hoà,", "hòa,"),
    ("Hoà-Thuỷ", "Hòa-Thủy"),
    ("khoá 2", "khóa 2"),
]
UNMOVED = ["hòa", "thủy", "quý", "Quý", "QUÝ", "quỹ", "Quỳ", "hoàn", "Hoàng", "HOÀNG", "toán", "thuyền", "khuỷu",
           "khoẻn", "loại", "hoài", "ngoại", "quà", "quả", "của", "mùa", "oán", "tuyển", "oà1", "oà_"]  # fmt: skip


@pytest.mark.parametrize(("new", "old"), TONES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_tone_marks_move_to_the_first_vowel(new: str, old: str, form: str) -> None:
    view = make_view(unicodedata.normalize(form, new))
    assert view.text == old
    assert view.to_source(0, len(old)) == (0, len(unicodedata.normalize(form, new)))


@pytest.mark.parametrize("word", UNMOVED)
def test_tone_marks_stay_where_there_is_no_choice(word: str) -> None:
    assert normalise(word) == word
    assert normalise_tone_style(word) == word


VIEWS = [
    ("", "", []),
    ("ab", "ab", [(0, 1), (1, 2)]),
    ("\ufeffHà", "Hà", [(1, 2), (2, 3)]),
    ("Ha\u0300 N", "Hà N", [(0, 1), (1, 3), (3, 4), (4, 5)]),
    ("a\r\nb", "a\nb", [(0, 1), (1, 3), (3, 4)]),
    ("a\rb", "a\nb", [(0, 1), (1, 2), (2, 3)]),
    ("1\u00a0%", "1 %", [(0, 1), (1, 2), (2, 3)]),
    ("“a”", '"a"', [(0, 1), (1, 2), (2, 3)]),
    ("l’a", "l'a", [(0, 1), (1, 2), (2, 3)]),
    ("a\u200bb", "ab", [(0, 1), (2, 3)]),
    ("a‑b", "a-b", [(0, 1), (1, 2), (2, 3)]),
    ("a–b", "a–b", [(0, 1), (1, 2), (2, 3)]),
    ("ðà", "đà", [(0, 1), (1, 2)]),
    ("\ud800", "\ufffd", [(0, 1)]),
    ("😀a", "😀a", [(0, 1), (1, 2)]),
    ("a\x00b", "a b", [(0, 1), (1, 2), (2, 3)]),
]


@pytest.mark.parametrize(("source", "text", "places"), VIEWS)
def test_views(source: str, text: str, places: list[tuple[int, int]]) -> None:
    view = make_view(source)
    assert view.text == text
    assert list(zip(view.starts, view.ends, strict=True)) == places


def test_what_is_invisible_stays_inside_a_span_and_outside_its_ends() -> None:
    source = "\u200bHà\u200b Nội\u200b"
    view = make_view(source)
    assert view.text == "Hà Nội"
    start, end = view.to_source(0, 6)
    assert source[start:end] == "Hà\u200b Nội"


def test_a_combining_mark_never_pulls_a_space_into_a_word() -> None:
    source = "Hà Nội \u0301x"
    view = make_view(source)
    start = view.text.index("\u0301")
    assert source[slice(*view.to_source(start, start + 1))] == "\u0301"


@given(st.text(st.sampled_from(sorted(map(chr, unicode._VIEW_OF)))))
def test_the_short_way_gives_what_the_long_way_gives(source: str) -> None:
    short = make_view(source)
    long = make_view(source + "\nn\u0303")  # a mark that composes is searched for
    assert isinstance(short.starts, range)
    assert long.text == short.text + "\nñ"
    assert list(long.starts[:-2]) == list(short.starts)
    assert list(long.ends[:-2]) == list(short.ends)


@settings(deadline=None)
@given(anywhere() | st.text("aQuoỳ\u0300\u200b\r\n \u00a0\u1100\u1161.Z", max_size=30), st.integers(0, 5))
def test_views_in_parts_are_those_of_the_whole(source: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unicode, "_PART", re.compile(unicode._PART.pattern.replace("10000", str(size)), re.DOTALL))
        view = make_view(source)
    whole = make_view(source)
    assert (view.text, list(view.starts), list(view.ends)) == (whole.text, list(whole.starts), list(whole.ends))
