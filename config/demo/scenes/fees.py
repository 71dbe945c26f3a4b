"""Money and paper of the last months: fees with receipts, refunds, charges found too high, printing, seal use."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from django.utils import timezone

from accounts.actor import Actor
from accounts.models import Role
from approvals import actions, tariff
from approvals.models import Case, Charge
from approvals.seals import SEAL
from config.demo.scenes.offices import Office, ago
from config.demo.staged import Stage
from deadlines.actions import midnight
from records.actions import note_printing, note_seal_use
from records.models import Document

DAYS = 60  # working days that money is taken on
A_DAY = 4  # charges of one day at most
AREA, SQUARE_METRES = Decimal("12.50"), "平方米"
REFUNDS = [  # working days ago, reason, share of the amount
    (31, "申请人属于低保对象，按规定免收，全额退还。", 1),
    (17, "数量录入有误，多收部分退还。", 2),
    (6, "申请人撤回申请，证件尚未制作，退还工本费。", 1),
]
FOUND = [  # unit, days ago, what was taken, yuan, days ago of the refund or None
    ("scjg", 4, "材料复印费", "20.00", None),
    ("zjj", 9, "图纸资料费", "50.00", 7),
    ("wjw", 13, "卫生检测费（已取消项目）", "300.00", None),
]
SEALED = [  # working days ago, for what, copies
    (22, "办件档案移交清单", 2),
    (15, "与镇村便民服务中心的委托受理确认书", 4),
    (8, "现场核查情况记录", 1),
    (2, "向申请人出具的办理情况说明", 1),
]
PRINTED = range(20, -1, -1)  # working days ago on which the demo units print


def scene(stage: Stage) -> Iterator[tuple[datetime, Callable[[], None]]]:
    for back in range(DAYS, 0, -1):
        day = stage.hours.nth_before(stage.today_or_next, back)
        evening = midnight(day) + timedelta(hours=17, minutes=10)
        yield evening, partial(charge_the_day, stage, evening)
    for back, reason, share in REFUNDS:
        when = ago(stage, back)
        yield when, partial(refund_one, stage, when, reason, share)
    for code, back, name, amount, refunded in FOUND:
        office, made, when = Office(stage, code), {}, ago(stage, back)
        yield when, partial(overcharge, office, made, when, name, Decimal(amount))
        if refunded is not None:
            later = ago(stage, refunded)
            yield later, partial(give_back, office, made, later)
    for code in ("scjg", "zjj"):
        yield from papers(stage, Office(stage, code))


def papers(stage: Stage, office: Office) -> Iterator[tuple[datetime, Callable[[], None]]]:
    for back in PRINTED:
        when = ago(stage, back)
        yield when, partial(print_newest, office, when, 1 + back % 2)
    for back, purpose, copies in SEALED:
        when = ago(stage, back)
        use = {"by": office.clerk, "now": when, "seal": SEAL, "purpose": purpose, "copies": copies}
        yield when, partial(note_seal_use, **use)


def worker(stage: Stage, case: Case, role: str, but=None) -> Actor:
    """Somebody of the case's unit in this role, the case's own clerk if possible, never the person to be left out."""
    people = [actor for actor in stage.cast.posts[case.organisation_id, role] if actor.user.pk != but]
    return next((actor for actor in people if actor.user.pk == case.clerk_id), people[0])


def charge_the_day(stage: Stage, now: datetime):
    """The windows take the fee of the cases that they accepted today, after the table of today."""
    today = timezone.localdate(now)
    accepted = Case.objects.filter(accepted_at__gte=midnight(today), accepted_at__lt=now, item__fees__isnull=False)
    accepted = accepted.filter(closed_at=None)
    for case in accepted.select_related("item").order_by("accepted_at", "pk").distinct()[:A_DAY]:
        fee = tariff.table(case.item, today).first()
        if fee is not None:
            quantity = AREA if fee.unit == SQUARE_METRES else Decimal(1)
            actions.charge(case, by=worker(stage, case, Role.CLERK), now=now, fee=fee, quantity=quantity)


def refund_one(stage: Stage, now: datetime, reason: str, share: int):
    """The last charge of which nothing was given back yet."""
    charges = Charge.objects.filter(charged_at__lt=now, refunds=None, receipt__isnull=False)
    charge = charges.select_related("case").order_by("-charged_at").first()
    if charge is not None:
        by = worker(stage, charge.case, Role.REVIEWER, but=charge.charged_by_id)
        actions.refund(charge, by=by, now=now, amount=(charge.amount / share).quantize(Decimal("0.01")), reason=reason)


def overcharge(office: Office, made: dict, now: datetime, name: str, amount: Decimal):
    """A spot check of the books finds money that no table allows; the next sweep hands out the red card."""
    cases = Case.objects.filter(organisation=office.unit, accepted_at__lt=now, charges=None)
    case = cases.order_by("-accepted_at", "-pk").first()
    if case is not None:
        about = {"name": name, "amount": amount, "charged_by": case.clerk}
        made["charge"] = actions.record_charge(case, by=office.head, now=now, **about)


def give_back(office: Office, made: dict, now: datetime):
    if made:
        charge = made["charge"]
        reason = "该收费不在收费标准内，全额退还并向申请人致歉。"
        actions.refund(charge, by=office.head, now=now, amount=charge.amount, reason=reason)


def print_newest(office: Office, now: datetime, copies: int):
    """The window prints the newest document of the unit that is not in the print register."""
    papers = Document.objects.filter(organisation=office.unit, issued_at__lt=now, printings=None)
    if paper := papers.order_by("-issued_at", "-pk").first():
        note_printing(paper, by=office.clerk, now=now, copies=copies)
