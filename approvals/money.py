"""Arithmetic of money: fen-exact amounts, and amounts as Chinese receipts write them. Pure, Decimal only."""

from decimal import ROUND_HALF_UP, Decimal

FEN = Decimal("0.01")
MOST = Decimal("9999999999.99")  # yuan; what the columns of the ledger hold
DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ["仟", "佰", "拾", ""]
GROUPS = ["亿", "万", ""]


def fen(amount) -> Decimal:
    """An amount rounded to the fen, half up."""
    return Decimal(amount).quantize(FEN, ROUND_HALF_UP)


def due(rate: Decimal, quantity: Decimal) -> Decimal:
    """What a table with this rate allows for this quantity, in yuan."""
    return fen(rate * quantity)


def capitals(amount: Decimal) -> str:
    """ "人民币伍拾元整": the amount in the capitals of receipts (会计基础工作规范 第五十二条), up to MOST.

    Raises ValueError for a negative amount and for one that is too large.
    """
    amount = fen(amount)
    if not 0 <= amount <= MOST:
        raise ValueError(f"no receipt is written for {amount} yuan")
    yuan, cents = divmod(int(amount * 100), 100)
    jiao, rest = divmod(cents, 10)
    words = f"{integer(yuan)}元" if yuan or not cents else ""
    words += f"{DIGITS[jiao]}角" if jiao else "零" if rest and words else ""
    words += f"{DIGITS[rest]}分" if rest else "整"
    return f"人民币{words}"


def integer(number: int) -> str:
    """A whole number below 1,000,000,000,000 in capitals; one 零 stands for any run of empty places."""
    groups = [number // 10**8 % 10**4, number // 10**4 % 10**4, number % 10**4]
    words = ""
    for group, name in zip(groups, GROUPS, strict=True):
        if group:
            gap = "零" if words and group < 1000 else ""
            words += gap + four(group) + name
        elif words and not words.endswith("零"):
            words += "零"
        words = words.replace("零零", "零")
    return words.rstrip("零") or "零"


def four(number: int) -> str:
    """1 to 9999 in capitals, without a leading 零."""
    words = ""
    for digit, place in zip(f"{number:04d}", PLACES, strict=True):
        words += DIGITS[int(digit)] + place if digit != "0" else "零"
    while "零零" in words:
        words = words.replace("零零", "零")
    return words.strip("零")
