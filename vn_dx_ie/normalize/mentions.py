"""What has to go from a mention before its number is read: glosses, typographic forms, names and dates."""

from __future__ import annotations

import re
from typing import Final

from vn_dx_ie.text.unicode import normalise

_SAME_LENGTH: Final = str.maketrans("–—％", "--%")
_VULGAR: Final = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅕": "1/5", "⅛": "1/8"}
_VULGAR_SIGN = re.compile(f"(?<![0-9])[{''.join(_VULGAR)}]")
_MIXED_NUMBER = re.compile("(?<=[0-9]) ?([½¼¾])")
_DECIMALS: Final = {"½": ",5", "¼": ",25", "¾": ",75"}
_GLOSS = re.compile(r" ?\([^\W\d_]+(?: [^\W\d_]+){0,12}\)(?= ?(?:đến|-|[^\W\d_%]|$))")

# Numbers that name or date something; blanked out, so that a count beside them is still found.
_NAMES: Final = re.compile(
    r"""
    (?<![\w/])[0-9]+(?:/[0-9]{4})?[/-][A-ZĐƯ]{2,}[\w-]*(?:/[\w-]+)*            # 13/2023/NĐ-CP, 57-NQ/TW
    | (?<![\w.,/])[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}(?![\w/])              # 27/4/2022
    | (?<![\w.,/])[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![\w/])                      # 2025-01-26
    | (?<![\w.,:])[0-9]{1,2}(?::[0-9]{2}){1,2}(?![\w:])                        # 14:02
    | (?<![0-9]\ )(?<!\w)(?i:ngày|mồng|mùng|sáng|trưa|chiều|tối|đêm|hôm)\ +[0-9]{1,2}
        (?:\ (?i:tháng)\ [0-9]{1,2}|(?:\s?[/.-]\s?[0-9]{1,4}){0,3})(?!\w)     # ngày 27/4, ngày 27 tháng 4
    | (?<![\w.,/])[0-9]{1,2}\ (?i:giờ)(?:\ [0-9]{1,2}(?:\ (?i:phút))?)?
        (?=,?\ (?i:ngày|sáng|trưa|chiều|tối|đêm|hôm)(?!\w))                 # 9 giờ 15 phút ngày 3/4
    | (?<![\w.,/])(?:\+84|\(?0[0-9]{2,3}\)?)(?:[ .-]?[0-9]{2,4}){2,4}(?!\w)    # 0912 345 678
    | (?<![\w.,/])1[89]00[ .][0-9]{4,6}(?!\w)                                  # 1900 1234
    | (?<![0-9]\ )(?<!\w)(?i:tháng|quý|quí)\ +(?:[0-9]{1,2}|[IVX]+)(?:\s?[/.-]\s?[0-9]{1,4}){0,2}(?!\w)
    | (?<!\w)[0-9]{1,2}\ (?i:ngày|tuần|tháng|quý|năm)\ (?i:đầu|cuối|qua|tới|vừa\ qua|gần|nay|trước|sau|trở\ lại\ đây
        |(?:của\ )?năm\ (?:[0-9]{4}|nay|ngoái|trước|qua))(?!\w)            # 6 tháng đầu năm
    | (?<!\w)(?i:thứ\ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\ nhật),?\ (?i:ngày\ )?[0-9]{1,2}[/.-][0-9]{1,2}(?![\w/])
    | (?<!\w)(?i:sáng|trưa|chiều|tối|đêm)\ (?i:thứ)\ [2-7](?!\w)
    | (?<!\w)(?i:nhóm|độ|lứa)\ (?i:tuổi)(?i:\ từ)?\ [0-9]{1,2}(?:(?:\ ?-\ ?|\ (?i:đến)\ )[0-9]{1,2})?(?!\w)
    | (?<!\w)(?i:công\ văn|công\ điện|thông\ báo|văn\ bản|kế\ hoạch|tờ\ trình|báo\ cáo|hướng\ dẫn)\ (?i:số)
        \ [0-9]+(?!\w)
    | (?<!\w)(?i:công\ nghiệp|cách\ mạng)\ 4\.0(?!\w)
    | (?<!\w)(?i:năm|giai\ đoạn|nhiệm\ kỳ|thời\ kỳ|năm\ học|khóa)\ +[0-9]{4}(?:\s?[-–]\s?[0-9]{4})?(?!\w)
    | (?<!\w)(?i:đề\ án|nghị\ quyết|nghị\ định|quyết\ định|thông\ tư|chỉ\ thị|kết\ luận|luật|điều|khoản|khóa
        |quốc\ lộ|tỉnh\ lộ|quận|thế\ kỷ|thập\ niên|phiên\ bản
        |lần\ thứ|họp\ thứ|hội\ thứ|iso|tcvn|qcvn)\ +(?:số\ +)?[0-9]+(?:[/.-]\w+)*(?!\w)
    """,
    re.VERBOSE,
)


def countable_view(text: str) -> str:
    """Return the normalised view of `text` without glosses, vulgar fractions and numbers that count nothing.

    Such numbers (days, document numbers, ``Đề án 06``) give way to blanks, so that a count beside them is found.
    """
    view = normalise(text).translate(_SAME_LENGTH).replace("\n", " ").strip(" \"'.;:()")
    view = _MIXED_NUMBER.sub(lambda sign: _DECIMALS[sign[1]], view)
    view = re.sub(r" {2,}", " ", _VULGAR_SIGN.sub(lambda sign: _VULGAR[sign[0]], view))
    view = _GLOSS.sub("", view)
    return _NAMES.sub(lambda name: " " * (len(name[0]) - 1) + "_", view)
