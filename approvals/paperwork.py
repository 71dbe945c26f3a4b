"""The words of receipts: for an application handed in, and for money. Chinese by nature: letters are data."""

from decimal import Decimal

from django.utils import timezone

from approvals.letters import facts
from approvals.money import capitals
from deadlines import calendar as calendars
from deadlines.words import chinese_date, with_weekday


def moment_in_words(moment) -> str:
    local = timezone.localtime(moment)
    return f"{with_weekday(local.date())}{local:%H:%M}"


def counted_from(clock) -> str:
    """From when the days of the answer count; what came in on a rest day counts from the next working day."""
    calendar = calendars.calendar()
    first = calendar.next_working(clock.started_on)
    why = calendar.why(first)
    return (
        f"收到当日不计，自{with_weekday(first)}{f'（{why}）' if why else ''}起计算，{clock.promised}个工作日内"
        f"（最迟{with_weekday(clock.due_on)}）告知是否受理，或者一次性告知需要补正的全部内容；"
        "逾期不告知的，自收到申请材料之日起即为受理（《中华人民共和国行政许可法》第三十二条）。"
    )


def handed_in(case, materials, clock) -> dict:
    """收件回执. `materials` maps documents of the item to an upload, or to None for paper seen at the window."""
    rows = [
        [str(number), document.name, "电子件" if file else "纸质件", f"{document.copies}份"]
        for number, (document, file) in enumerate(in_order(materials), 1)
    ]
    return facts(case) | {
        "paragraphs": [
            f"你（单位）于{moment_in_words(case.submitted_at)}提交的“{case.item.name}”申请材料已收到，清单如下。"
        ],
        "table": {"head": ["序号", "材料名称", "形式", "份数"], "rows": rows},
        "after": [
            counted_from(clock),
            f"办件编号：{case.number}　查询码：{case.query_code}。凭编号和查询码，或者扫描二维码，可查询办理进度。",
            "本回执不代表已经受理。",
        ],
    }


def in_order(materials):
    return sorted(materials.items(), key=lambda pair: (pair[0].sort, pair[0].pk))


def refund(charge, amount: Decimal, reason: str, now) -> dict:
    """退费凭证: what is given back of which charge, and why."""
    case = charge.case
    paid = chinese_date(timezone.localdate(charge.charged_at))
    return facts(case) | {
        "paragraphs": [
            f"{case.applicant_name}于{paid}为办理“{case.item.name}”（办件编号{case.number}）"
            f"缴纳“{charge.name}”{charge.amount}元，现退还{amount}元。",
            f"退费原因：{reason}",
            f"退还金额（大写）：{capitals(amount)}",
            f"退费日期：{chinese_date(timezone.localdate(now))}。",
        ]
    }


def payment(case, fee, quantity: Decimal, amount: Decimal, now) -> dict:
    """缴费收据: what was paid after which table, in figures and in capitals."""
    rate = f"{fee.amount}元" + (f"/{fee.unit}" if fee.unit else "")
    return facts(case) | {
        "paragraphs": [
            f"今收到{case.applicant_name}为办理“{case.item.name}”（办件编号{case.number}）缴纳的下列费用："
        ],
        "table": {
            "head": ["收费项目", "标准", "数量", "金额（元）"],
            "rows": [[fee.name, rate, f"{quantity.normalize():f}", str(amount)]],
        },
        "after": [
            f"合计（大写）：{capitals(amount)}",
            *([f"收费依据：{fee.basis}"] if fee.basis else []),
            f"收费日期：{chinese_date(timezone.localdate(now))}。除本收据所列外，办理本事项不收取其他费用。",
        ],
    }
