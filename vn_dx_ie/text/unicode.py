"""The model's view of a text, with its map back to the text as given.

Vietnamese reaches us in many spellings of the same letters: composed (NFC), decomposed (NFD) or
mixed, with the tone mark on either vowel (``hoà``, ``hòa``), with non-breaking spaces, zero-width
characters and CRLF. Models and lexicons see one form; users get offsets into what they gave.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_INVISIBLE = frozenset("\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f")
_QUOTES = dict.fromkeys("“”„‟", '"') | dict.fromkeys("‘’‚‛", "'")
_DASHES = dict.fromkeys("‐‑‒−", "-")

# Letters that are often typed in place of the Vietnamese đ, which has no canonical decomposition.
_LOOKALIKES = {"ð": "đ", "Ð": "Đ"}

# Old and new style put the tone of an open syllable on different vowels; the old style is the
# view's form. ``quý`` has no choice: its ``u`` belongs to the consonant.
_TONE_STYLE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?![\w\u0300-\u036f])", re.IGNORECASE)

# A letter after a space composes with nothing before it, so parts that begin so are normalised alone.
_PART = re.compile(r".{10000}.*?[ \n](?=[!-~])|.+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextView:
    """A normalised text and, for each of its characters, where that character stands in the source.

    ``text[i]`` was read from ``source[starts[i]:ends[i]]``; both lists never decrease.
    """

    text: str
    starts: range | list[int]
    ends: range | list[int]

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source offsets of the view span ``[start, end)``, which must not be empty."""
        return self.starts[start], self.ends[end - 1]

    def from_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest view span that covers the source span ``[start, end)``."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)


def make_view(source: str) -> TextView:
    """Return the normalised view of `source`; any string is accepted, lone surrogates included."""
    if view := _one_to_one(source):
        return view
    # In parts, for what is noted of each character on the way takes far more room than the text.
    parts = [_compact(_view_of_part(part[0]), part.start()) for part in _PART.finditer(source)]
    text = "".join(part.text for part in parts)
    if len(text) == len(source) and all(isinstance(part.starts, range) for part in parts):
        return TextView(text, range(len(source)), range(1, len(source) + 1))
    starts = [start for part in parts for start in part.starts]
    return TextView(text, starts, [end for part in parts for end in part.ends])


def _compact(part: TextView, origin: int) -> TextView:
    """Return a view of the text from `origin` on, with ranges where it has every character as it was."""
    count = len(part.text)
    if list(part.starts) == list(range(count)) and list(part.ends) == list(range(1, count + 1)):
        return TextView(part.text, range(origin, origin + count), range(origin + 1, origin + count + 1))
    return TextView(part.text, [origin + start for start in part.starts], [origin + end for end in part.ends])


def _one_to_one(source: str) -> TextView | None:
    """Return the view of a text each character of which gives one; None where some may not."""
    if not _ONE_TO_ONE.fullmatch(source):
        return None
    return TextView(normalise_tone_style(source.translate(_VIEW_OF)), range(len(source)), range(1, len(source) + 1))


def _view_of_part(source: str) -> TextView:
    if view := _one_to_one(source):
        return view
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(source):
        for character in _normalise_cluster(source[start:end]):
            characters.append(character)
            starts.append(start)
            ends.append(end)
    return TextView(normalise_tone_style("".join(characters)), starts, ends)


def normalise(text: str) -> str:
    """Return the text of ``make_view(text)``, for lexicon keys and comparisons."""
    return make_view(text).text


def normalise_tone_style(text: str) -> str:
    """Move the tone mark of open ``oa``, ``oe``, ``uy`` to the first vowel: ``hoà`` → ``hòa``.

    `text` must be NFC; its length does not change.
    """
    return _TONE_STYLE.sub(lambda match: _move_tone(match[0]), text)


def _move_tone(pair: str) -> str:
    decomposed = unicodedata.normalize("NFD", pair[1])
    return unicodedata.normalize("NFC", pair[0] + decomposed[1:]) + decomposed[0]


def _clusters(source: str) -> list[tuple[int, int]]:
    """Split `source` into base characters with the combining marks that follow them."""
    bounds = [0]
    for index in range(1, len(source)):
        character = source[index]
        if not _joins(source, index):
            bounds.append(index)
        elif character != "\n":
            # A mark composes with its letter across what is invisible.
            while len(bounds) > 1 and source[bounds[-1]] in _INVISIBLE and not source[bounds[-1] - 1].isspace():
                bounds.pop()
    bounds.append(len(source))
    return list(zip(bounds, bounds[1:], strict=False))


def _joins(source: str, index: int) -> bool:
    """Return whether the character at `index` belongs to what stands before it; a mark joins no space."""
    before, character = source[index - 1], source[index]
    if character < "\u0300":
        return before == "\r" and character == "\n"
    part = unicodedata.category(character).startswith("M") or "\u1160" <= character <= "\u11ff"  # Hangul
    return part and not before.isspace()


def _normalise_cluster(cluster: str) -> str:
    """Return the view's characters for one cluster: one as a rule, none for what is invisible."""
    if len(cluster) == 1 and " " <= cluster <= "~":
        return cluster
    if cluster == "\r\n":
        return "\n"
    visible = "".join(character for character in cluster if character not in _INVISIBLE)
    composed = unicodedata.normalize("NFC", visible)
    return "".join(map(_normalise_character, composed))


def _normalise_character(character: str) -> str:
    if character in _QUOTES:
        return _QUOTES[character]
    if character in _DASHES:
        return _DASHES[character]
    if character in _LOOKALIKES:
        return _LOOKALIKES[character]
    match unicodedata.category(character):
        case "Zs":
            return " "
        case "Zl" | "Zp":
            return "\n"
        case "Cs":
            return "\ufffd"
        case "Cc":
            return {"\n": "\n", "\r": "\n"}.get(character, " ")
    return character


def _single_views() -> dict[int, str]:
    """Return the view of each common character that is one character by itself, whatever stands around it."""
    blocks = (range(0x20, 0x7F), range(0xA0, 0x180), range(0x1A0, 0x1B1), range(0x1EA0, 0x1EFA), range(0x2010, 0x2028))
    found = {"\n": "\n"}
    for character in map(chr, (code for block in blocks for code in block)):
        if character not in _INVISIBLE and unicodedata.normalize("NFC", character) == character:
            found[character] = _normalise_character(character)
    return {ord(character): view for character, view in found.items()}


_VIEW_OF = _single_views()
# Most texts hold nothing else, and need no search for what composes with what.
_ONE_TO_ONE = re.compile(f"[{re.escape(''.join(map(chr, _VIEW_OF)))}]*")
