"""Units of measure in canonical spelling: ``đô la Mỹ`` is ``USD``, ``mét vuông`` is ``m2``.

Counted things (``hồ sơ``, ``người``) are no units, except inside a rate: ``hành khách/năm``.
"""

from __future__ import annotations

import re
from typing import Final

# Canonical unit -> spellings in the lower-cased view, as regular expressions.
_CURRENCIES: Final = {
    "VND": (
        "vnđ|vnd|đồng việt nam|việt nam đồng|đ|"
        "đồng(?! (?:chí|bào|bằng|nghiệp|thời|bộ|minh|hồ|phục|dao|hành|đội|phạm|hương|tâm|đều|loạt|ruộng))"
    ),
    "AUD": "aud|đô ?la (?:úc|australia)",
    "SGD": "sgd|đô ?la singapore",
    "CAD": "cad|đô ?la canada",
    "HKD": "hkd|đô ?la (?:hồng kông|hong kong)",
    "USD": r"usd|đô ?la(?: mỹ)?|mỹ kim|us\$|\$",
    "EUR": "euros?|eur|€",
    "JPY": "jpy|(?:yên|yen)(?: nhật(?: bản)?)?|¥",
    "CNY": "cny|rmb|nhân dân tệ|ndt",
    "KRW": "krw|won(?: hàn quốc)?|₩",
    "GBP": "gbp|bảng anh|£",
    "THB": "thb|ba[h]?t(?: thái(?: lan)?)?",
    "CHF": "chf|franc thụy s[ĩỹ]",
    "RUB": "rub|rúp(?: nga)?",
    "LAK": "lak|kíp lào",
    "INR": "inr|rupee(?: ấn độ)?",
}
_MEASURES: Final = {
    "điểm cơ bản": "điểm cơ bản",
    "điểm %": "điểm ?%|điểm phần trăm",
    "%": "%|phần trăm",
    "‰": "‰|phần nghìn|phần ngàn",
    # 63 điểm cầu, 12 điểm bán: places that are counted
    "điểm": r"điểm(?! ?(?!so\b|trên\b|trong\b|vào\b|về\b|của\b|và\b|tại\b|năm\b|là\b|đến\b|cho\b|theo\b|ở\b)[^\W\d_])",
    "lần": "lần",
    "bậc": "bậc(?! (?:học|thợ|lương|thang))",
    "tuổi": "tuổi",
    "lượt": "lượt",
    "km2": "km ?[²2]|km vuông|ki ?lô ?mét vuông",
    "km": "km|ki ?lô ?mét|cây số",
    "m2": "m ?[²2](?![0-9])|mét vuông",
    "m3": "m ?[³3](?![0-9])|mét khối",
    "cm": "cm|xen ?ti ?mét",
    "mm": "mm|mi ?li ?mét",
    "m": "m|mét",
    "hải lý": "hải lý",
    "ha": "ha|h[eé]c[- ]?ta",
    "tấn": "tấn",
    "tạ": "tạ",
    "kg": "kg|ki ?lô ?gam|kilogram",
    "gram": "g|gram|gam",
    "mg": "mg|mi ?li ?gam",
    "lít": "lít",
    "ml": "ml",
    "ounce": "ounces?",
    "TEU": "teus?",
    "DWT": "dwt",
    "MW": "mw",
    "MWp": "mwp",
    "GW": "gw",
    "kW": "kw",
    "kWh": "kwh",
    "MWh": "mwh",
    "GWh": "gwh",
    "TWh": "twh",
    "kV": "kv",
    "kVA": "kva",
    "MVA": "mva",
    "Kbps": "kbps|kb/s",
    "Mbps": "mbps|mbit/s|mb/s",
    "Gbps": "gbps|gbit/s|gb/s",
    "Tbps": "tbps|tbit/s|tb/s",
    "KB": "kb",
    "MB": "mb",
    "GB": "gb|gigabytes?",
    "TB": "tb|terabytes?",
    "PB": "pb|petabytes?",
    "Hz": "hz",
    "MHz": "mhz",
    "GHz": "ghz",
    "°C": "° ?c|độ c",
    "độ Richter": "độ richter",
    "ngày đêm": "ngày đêm|ngày[-–]đêm",
    "giây": "giây",
    "phút": "phút",
    "giờ": "giờ(?: đồng hồ)?",
    "ngày": "ngày(?! (?:hội|lễ))",
    "tuần": "tuần",
    "tháng": "tháng",
    "quý": "quý",
    "năm": "năm",
}
# What a rate may be for besides the units above; other words are kept as written.
_SHARES: Final = {
    "người": "người(?! (?:dân|lao động)\\b)",
    "dân": "dân",
    "vạn dân": "vạn dân",
    "lượng": "lượng|lạng",
    "chỉ": "chỉ",
    "cp": "cp",
    "cổ phiếu": "cổ phiếu",
    "hộ": "hộ",
    "giờ": "h",
    "giây": "s",
    "l": "l",
    "căn hộ": "căn hộ",
    "căn": "căn",
    "giao dịch": "giao dịch",
    "đơn vị": "đơn vị",
    "cơ sở": "cơ sở",
    "học sinh": "học sinh",
    "sinh viên": "sinh viên",
    "sản phẩm": "sản phẩm",
    "hợp đồng": "hợp đồng",
    "doanh nghiệp": "doanh nghiệp",
    "hộ gia đình": "hộ gia đình",
    "trường hợp": "trường hợp",
    "chuyến bay": "chuyến bay",
}
TIMES: Final = frozenset({"giây", "phút", "giờ", "ngày", "ngày đêm", "tuần", "tháng", "quý", "năm"})
# Short Latin symbols mean the unit in one case only: 5m is five metres, 5M and 4G are not.
_LOWER_ONLY: Final = frozenset({"m", "g", "đ"})
_UPPER_ONLY: Final = frozenset({"kb", "mb", "gb", "tb", "pb"})
_WORDY: Final = r"[^\W\d_]+(?: [^\W\d_]+){0,2}?"


class _Table:
    """Spellings compiled to one expression, each alternative in a group of its own."""

    def __init__(self, *parts: dict[str, str]) -> None:
        rows = [
            (unit, spelling) for part in parts for unit, spellings in part.items() for spelling in _split(spellings)
        ]
        rows.sort(key=lambda row: -len(row[1].split("(?", 1)[0]))
        self._units = [unit for unit, _ in rows]
        self._pattern = re.compile("|".join(rf"({_bounded(spelling)})" for _, spelling in rows))

    def read(self, text: str, position: int) -> tuple[str, int] | None:
        """Return the unit that starts at `position` and the place after it."""
        found = self._pattern.match(text, position)
        return (self._units[(found.lastindex or 1) - 1], found.end()) if found else None


def _split(spellings: str) -> list[str]:
    """Split alternatives at top level only."""
    parts, depth, start = [], 0, 0
    for index, character in enumerate(spellings):
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            parts.append(spellings[start:index])
            start = index + 1
    return [*parts, spellings[start:]]


def _bounded(spelling: str) -> str:
    return spelling if spelling in ("%", "‰", r"us\$", r"\$", "€", "¥", "₩", "£") else rf"{spelling}(?!\w)"


_BASES = _Table(_CURRENCIES, _MEASURES)
_PERS = _Table(_CURRENCIES, _MEASURES, _SHARES)
_SLASH = re.compile(r" ?/ ?")
_EACH = re.compile(r" (?:một|mỗi|trên mỗi) ")
_COUNTED = re.compile(rf" ?({_WORDY}) ?/ ?(?=[^\W\d_]|[0-9][0-9.]* ?[^\W\d_])")
_FILLER = re.compile(rf" {_WORDY}(?= ?/ ?[^\W\d_])")
_OTHER_SHARE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?$|[^\W\d_]+")
_SHARE_COUNT = re.compile(r"[0-9][0-9.]* ?")
_PREFIX = re.compile(r"(us\$|\$|€|£|¥|₩|usd|eur|vnd|vnđ) ?$")


def read_unit(text: str, position: int, original: str, scaled: bool = False) -> tuple[str, int] | None:
    """Read a unit or rate after a number in the lower-cased `text`; `original` keeps the case.

    ``scaled`` says that a magnitude stands before: money may then go without its unit, ``15 triệu/m2``.
    """
    start = position + (text[position : position + 1] == " ")
    base = _BASES.read(text, start)
    if base and _of_right_case(original[start : base[1]], glued=start == position):
        unit, position = base
        filler = _FILLER.match(text, position)
        if filler is None:
            return _with_shares(unit, text, position, position)
        if unit == "lượt":  # lượt khách/năm counts visits; tấn rác/ngày is a weight
            unit += filler[0]
        rate = _with_shares(unit, text, position, filler.end())
        return rate if rate[1] > position else base
    counted = _COUNTED.match(text, position)
    if counted and (share := _read_share(text, counted.end())):
        return _with_shares(f"{counted[1]}/{share[0]}", text, share[1], share[1])
    return _read_money_rate(text, position) if scaled else None


def _of_right_case(written: str, *, glued: bool) -> bool:
    symbol = written.lower()
    if symbol in _UPPER_ONLY:
        return written.isupper()
    return written == symbol or symbol not in _LOWER_ONLY or (symbol == "đ" and not glued)


def _with_shares(unit: str, text: str, end: int, position: int) -> tuple[str, int]:
    """Append ``/người/năm`` and the like, looked for at `position`; without any the unit ends at `end`."""
    for _ in range(3):
        mark = _SLASH.match(text, position) or _EACH.match(text, position)
        share = _read_share(text, mark.end(), known=mark[0].strip() != "/") if mark else None
        if not share:
            break
        unit, end = f"{unit}/{share[0]}", share[1]
        position = end
    return unit, end


def _read_share(text: str, position: int, *, known: bool = False) -> tuple[str, int] | None:
    count = _SHARE_COUNT.match(text, position)
    start = count.end() if count else position
    share = _PERS.read(text, start)
    if share is None and not known and not count:
        other = _OTHER_SHARE.match(text, start)
        share = (other[0], other.end()) if other else None
    if share is None:
        return None
    unit = "h" if share[0] == "giờ" and text[start : share[1]] == "h" else share[0]
    return text[position:start] + unit, share[1]


def _read_money_rate(text: str, position: int) -> tuple[str, int] | None:
    mark = _SLASH.match(text, position) or _EACH.match(text, position)
    share = _read_share(text, mark.end(), known=mark[0].strip() != "/") if mark else None
    if not share or share[0] in TIMES:
        return None
    return f"VND/{share[0]}", share[1]


def read_prefix_currency(text: str, position: int) -> str | None:
    """Return the currency whose sign or code stands before the number at `position`: ``$5``."""
    found = _PREFIX.search(text, max(0, position - 4), position)
    base = _BASES.read(text, found.start(1)) if found else None
    return base[0] if base else None
