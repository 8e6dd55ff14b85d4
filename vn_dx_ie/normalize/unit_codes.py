"""Codes of the canonical units: UCUM for measures and counted things, ISO 4217 for money.

Counted things are annotations of UCUM: ``{lượt}/d``. They keep their Vietnamese letters, beyond the
ASCII that UCUM has there, with ``_`` for a space. A percentage point is ``%{điểm}``: of the dimension
of ``%``, as UCUM ignores annotations, and yet another code.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

UnitKind = Literal[
    "share",
    "index",
    "count",
    "money",
    "rate",
    "speed",
    "length",
    "area",
    "volume",
    "mass",
    "power",
    "energy",
    "data",
    "time",
    "other",
]

_ISO_4217: Final = "VND AUD SGD CAD HKD USD EUR JPY CNY KRW GBP THB CHF RUB LAK INR"
# Kind -> canonical unit -> code, None where neither standard has one.
_TABLE: Final[dict[UnitKind, dict[str, str | None]]] = {
    "money": {code: code for code in _ISO_4217.split()},
    "share": {"%": "%", "‰": "[ppth]", "điểm %": "%{điểm}"},
    "index": {"điểm": "{điểm}"},
    "count": {"lượt": "{lượt}", "TEU": "{TEU}"},
    "length": {"km": "km", "m": "m", "cm": "cm", "mm": "mm", "hải lý": "[nmi_i]"},
    "area": {"km2": "km2", "m2": "m2", "ha": "har"},
    "volume": {"m3": "m3", "lít": "L", "l": "L", "ml": "mL"},
    # An ounce is one of gold; a tạ is a tenth of a tonne.
    "mass": {
        "tấn": "t", "tạ": "dt", "kg": "kg", "gram": "g", "mg": "mg", "ounce": "[oz_tr]", "DWT": "t{DWT}",
        "lượng": "{lượng}", "chỉ": "{chỉ}",
    },
    "power": {"kW": "kW", "MW": "MW", "MWp": "MW{p}", "GW": "GW", "kVA": "kV.A", "MVA": "MV.A"},
    "energy": {"kWh": "kW.h", "MWh": "MW.h", "GWh": "GW.h", "TWh": "TW.h"},
    "speed": {"Kbps": "kbit/s", "Mbps": "Mbit/s", "Gbps": "Gbit/s", "Tbps": "Tbit/s"},
    "data": {"KB": "kBy", "MB": "MBy", "GB": "GBy", "TB": "TBy", "PB": "PBy"},
    "time": {
        "giây": "s", "s": "s", "phút": "min", "giờ": "h", "h": "h", "ngày": "d", "ngày đêm": "d", "tuần": "wk",
        "tháng": "mo", "quý": "3.mo", "năm": "a", "tuổi": "a",
    },
    "other": {
        "lần": "{lần}", "bậc": "{bậc}", "điểm cơ bản": "10*-4", "độ Richter": None, "°C": "Cel", "kV": "kV",
        "Hz": "Hz", "MHz": "MHz", "GHz": "GHz",
    },
}  # fmt: skip
_CODES: Final = {unit: code for units in _TABLE.values() for unit, code in units.items()}
_KINDS: Final = {unit: kind for kind, units in _TABLE.items() for unit in units}
# Units that say how a figure was compared, not what was measured.
_COMPARING: Final = frozenset({"lần", "bậc", "điểm cơ bản"})
_SHORT: Final = {"cp": "cổ phiếu"}
_SHARE = re.compile(r"(?:([0-9][0-9.]*) ?)?(.+)")
_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


@lru_cache(maxsize=1024)
def unit_code(unit: str | None) -> str | None:
    """Return the code of a unit in canonical spelling, as `Quantity.unit` has it; None where there is none.

    ``Mbps`` → ``Mbit/s``, ``ha`` → ``har``, ``VND/m2`` → ``VND/m2``, ``lượt/ngày`` → ``{lượt}/d``. What a
    rate counts or is for may be any word; another unit that the library does not know has no code.
    """
    if unit is None:
        return None
    first, *shares = unit.split("/")
    codes = [_code_of(first, counted=bool(shares)), *map(_code_of_share, shares)]
    return "/".join(code for code in codes if code) if all(codes) else None


@lru_cache(maxsize=1024)
def unit_kind(unit: str | None) -> UnitKind | None:
    """Return what a unit measures; None where there is no unit, or one that only compares (``lần``, ``bậc``).

    A figure a day or a year is of the kind of the figure: ``VND/năm`` is money, ``VND/người`` a rate.
    """
    if unit is None or unit in _COMPARING:
        return None
    first, *shares = unit.split("/")
    if all(_KINDS.get(share) == "time" for share in shares):
        return _KINDS.get(first, "count" if shares else "other")
    return "rate"


def _code_of(unit: str, *, counted: bool) -> str | None:
    """Return the code of a unit without shares; ``counted`` admits any words as something counted."""
    unit = _SHORT.get(unit, unit)
    if unit in _CODES or not counted:
        return _CODES.get(unit)
    return f"{{{unit.replace(' ', '_')}}}" if _WORDS.fullmatch(unit) else None


def _code_of_share(share: str) -> str | None:
    """Return the code of what a rate is for: ``năm``, ``100 km``, ``người``."""
    parts = _SHARE.fullmatch(share)
    code = _code_of(parts[2], counted=True) if parts else None
    if parts is None or code is None:
        return None
    if parts[1]:
        return f"({parts[1].replace('.', '')}.{code})"
    return f"({code})" if "." in code or "/" in code else code
