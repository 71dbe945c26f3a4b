"""The two files between us and the bank (docs/formats/bank-payments.md): written, and read back line by line. Pure."""

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from funds.money import MOST
from records import sheets
from records.refusal import Faulty, Refused, RowFault

ORDER_HEADERS = ["批次号", "序号", "支付申请号", "收款人", "收款账号", "开户行", "金额", "用途"]
ANSWER_HEADERS = ["批次号", "序号", "支付申请号", "收款人", "收款账号", "金额", "结果", "日期", "原因"]
TOTAL = "合计"
RESULTS = {"成功": True, "失败": False}
MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 20_000
DATES = ["%Y-%m-%d", "%Y%m%d", "%Y/%m/%d"]


@dataclass(frozen=True)
class Answer:
    """One line of the bank. `line` is its number in the file; `amount` in fen."""

    line: int
    batch: str
    place: int
    reference: str
    name: str
    account_number: str
    amount: int
    paid: bool
    day: date
    reason: str


def plain(fen: int) -> str:
    """12345.60: with two decimals, without separators or signs."""
    return f"{Decimal(fen) / 100:.2f}"


def order_text(number: str, rows) -> str:
    """The file of a batch: `rows` give reference, name, account number, bank, amount in fen, words, in order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(ORDER_HEADERS)
    total = 0
    for place, (reference, name, account_number, bank, amount, words) in enumerate(rows, 1):
        writer.writerow([number, place, reference, name, account_number, bank, plain(amount), words])
        total += amount
    writer.writerow([TOTAL, len(rows), "", "", "", "", plain(total), ""])
    return out.getvalue()


def digest_of(text: str) -> str:
    """SHA-256 of a file's text in UTF-8, in hex: it goes to the bank on another way, on paper."""
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(data: bytes) -> str:
    """UTF-8 with or without a mark, or GB 18030 as the programs of banks write it."""
    if len(data) > MOST_BYTES:
        raise Refused(None, _("The file is larger than 10 MB. Please make it smaller or split it."), field="file")
    return sheets.text_of(data, _("The file is not text in UTF-8 or GBK. Ask the bank for the CSV file."))


def read_answers(data: bytes) -> list[Answer]:
    """The lines of the bank's file. Raises Faulty with every unreadable line; nothing of such a file is taken."""
    rows = _rows(text_of(data))
    faults, found = [], []
    if [cell.strip() for cell in rows[0][1]] != ANSWER_HEADERS:
        told = _("The headers must be: %(headers)s.") % {"headers": "、".join(ANSWER_HEADERS)}
        raise Faulty([RowFault(1, "", told)])
    for line, cells in rows[1:-1]:
        try:
            found.append(_answer(line, cells))
        except _Wrong as wrong:
            faults.append(RowFault(line, wrong.column, wrong.words))
    if not faults:
        faults = _check_total(rows[-1], found)
    if faults:
        raise Faulty(faults)
    return found


def _rows(text: str) -> list[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        rows = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error:
        told = _("The quotation marks in this line do not match.")
        raise Faulty([RowFault(reader.line_num, "", told)]) from None
    if len(rows) > MOST_LINES + 2:
        told = _("The file has more than %(most)s lines; ask the bank for one file a batch.") % {"most": MOST_LINES}
        raise Faulty([RowFault(MOST_LINES, "", told)])
    if len(rows) < 3:
        raise Faulty([RowFault(1, "", _("The file needs headers, at least one payment and the line with the total."))])
    return rows


class _Wrong(Exception):
    def __init__(self, column, words):
        super().__init__(words)
        self.column, self.words = column, words


def _answer(line: int, cells: list[str]) -> Answer:
    if len(cells) != len(ANSWER_HEADERS):
        told = _("There are %(found)s cells instead of %(wanted)s.")
        raise _Wrong("", told % {"found": len(cells), "wanted": len(ANSWER_HEADERS)})
    batch, place, reference, name, account, amount, result, day, reason = (cell.strip() for cell in cells)
    if result not in RESULTS:
        raise _Wrong("结果", _("Only “成功” or “失败” may stand here."))
    if not place.isascii() or not place.isdigit():
        raise _Wrong("序号", _("A whole number must stand here."))
    if not reference:
        raise _Wrong("支付申请号", _("The number of the application is missing."))
    return Answer(
        line, batch, int(place[:9]), reference, name, account, amount_of(amount), RESULTS[result], day_of(day), reason
    )


def amount_of(text: str) -> int:
    """Fen of an amount in yuan. Raises for signs, units of ten thousand, third decimals and what is no number."""
    try:
        fen = (
            Decimal(text) * 100 if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit() else None
        )
    except InvalidOperation:
        fen = None
    if fen is None or fen != fen.to_integral_value() or not 0 < fen <= MOST:
        told = _("Write the amount in yuan with at most two decimals, without signs or units, such as 49000.00.")
        raise _Wrong("金额", told)
    return int(fen)


def day_of(text: str) -> date:
    for pattern in DATES:
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a day without a time
        except ValueError:
            continue
    raise _Wrong("日期", _("Please give a date such as 2026-03-12."))


def _check_total(row, found: list[Answer]) -> list[RowFault]:
    """The last line: 合计, how many, how much. Other numbers mean that lines were lost or added."""
    line, cells = row
    cells = [cell.strip() for cell in cells]
    if cells[0] != TOTAL or len(cells) < 6:
        return [RowFault(line, "", _("The last line must hold the total: 合计, number of payments, amount."))]
    count, total = len(found), sum(answer.amount for answer in found)
    faults = []
    if cells[1] != str(count):
        told = _("The total says %(said)s payments, the file has %(found)s.")
        faults.append(RowFault(line, "序号", told % {"said": cells[1][:20], "found": count}))
    try:
        said = amount_of(cells[5])
    except _Wrong as wrong:
        return [*faults, RowFault(line, wrong.column, wrong.words)]
    if said != total:
        told = _("The total says %(said)s, the lines add up to %(found)s.")
        faults.append(RowFault(line, "金额", told % {"said": plain(said), "found": plain(total)}))
    return faults
