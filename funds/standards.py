"""Standards of fees in words (收费标准) as limits in fen: only where the words leave no doubt.

“80元/件”, “20—200元/次”, “1万元以上5万元以下”, “不超过500元”: one amount or one range, for one of what can be counted.
Anything measured (a ton, a square metre), reckoned or with conditions is left to the person who enters the fee.
"""

import re
from decimal import Decimal

NUMBER = r"(\d{1,9}(?:\.\d{1,2})?)\s*(万?)"
ONE = r"(?:\s*[/每]\s*(?:人次|台件|辆次|[次件本证份户宗台辆人]))?"
RANGE = re.compile(rf"{NUMBER}(元?)(?:以上|至|到|[-—–~～]+){NUMBER}元(?:以下)?{ONE}")
MOST = re.compile(rf"(?:(?:不超过|最高){NUMBER}元|{NUMBER}元以下){ONE}")
FIXED = re.compile(rf"{NUMBER}元{ONE}")

Limits = tuple[int | None, int | None]


def fen(number: str, ten_thousands: str) -> int:
    return int(Decimal(number) * (1_000_000 if ten_thousands else 100))


def limits_of(words: str) -> Limits:
    """(least, most) in fen; (None, None) where the words are not about one amount or range."""
    text = words.strip()
    if found := RANGE.fullmatch(text):
        number, wan, yuan, other, other_wan = found.groups()
        least, most = fen(number, wan or ("" if yuan else other_wan)), fen(other, other_wan)
        return (least, most) if least <= most else (None, None)
    if found := MOST.fullmatch(text):
        number, wan = [part for part in found.groups() if part is not None]
        return None, fen(number, wan)
    if found := FIXED.fullmatch(text):
        return (fen(*found.groups()),) * 2
    return None, None
