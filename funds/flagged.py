"""The rows a suspicion rests on, as tables for its page: (heading, headers with "is a number", rows of cells)."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from deadlines.models import Deadline
from funds.models import Account, FundFlag, Lot, Posting, RollLine, Voucher
from funds.money import yuan
from funds.words import counted
from records.subjects import subject_of

MOST = 30  # rows of a table


def tables_of(flag: FundFlag) -> list[tuple]:
    """What is shown depends on what the suspicion is about."""
    if isinstance(flag.subject, Account):
        return [lying(flag.subject), moved(flag.subject)]
    if isinstance(flag.subject, RollLine):
        return [listed(flag.subject)]
    vouchers = [flag.subject_id] if isinstance(flag.subject, Voucher) else flag.detail.get("vouchers", [])
    return [payments(vouchers)] if vouchers else []


def link(voucher: Voucher) -> tuple[str, str]:
    return reverse("funds:voucher", args=[voucher.pk]), voucher.number


def dated(voucher: Voucher) -> list:
    return [link(voucher), voucher.happened_on.isoformat(), voucher.words]


def lying(account: Account) -> tuple:
    """The lots that are still there, the oldest first."""
    headers = [(_("Voucher"), False), (_("since"), False), (_("Amount (yuan)"), True), (_("still there"), True)]
    show = account.fund.shown
    lots = Lot.objects.of(account).select_related("posting__voucher")[:MOST]
    rows = [
        [link(lot.posting.voucher), lot.since.isoformat(), show(lot.posting.amount), show(lot.rest)] for lot in lots
    ]
    return _("What lies there: %(account)s") % {"account": account}, headers, rows


def listed(line: RollLine) -> tuple:
    """Where else the same person stands, the suspected row first; the name stays masked."""
    headers = [
        (_("Number of the list"), False),
        (_("Subsidy programme"), False),
        (_("Period paid for"), False),
        (_("Village"), False),
        (_("Area"), True),
        (_("Amount (yuan)"), True),
        (_("State"), False),
    ]
    rows = RollLine.objects.filter(recipient=line.recipient_id).select_related("roll__village", "roll__programme")
    found = sorted(rows.select_related("recipient").order_by("-pk")[:MOST], key=lambda one: one.pk != line.pk)
    heading = f"{_('Rows of the same person')}：{line.recipient}"
    return heading, headers, [row_cells(one) for one in found]


def row_cells(one: RollLine) -> list:
    return [
        (reverse("funds:line", args=[one.pk]), one.roll.number),
        one.roll.programme.name,
        one.roll.period_words,
        one.roll.village.short_name,
        f"{one.area} {one.roll.programme.area_unit}" if one.area else "",
        yuan(one.amount),
        ("lamp", one.tone, one.get_state_display()),
    ]


def moved(account: Account) -> tuple:
    """What went out last."""
    headers = [(_("Voucher"), False), (_("Day"), False), (_("Purpose"), False), (_("Amount (yuan)"), True)]
    went = Posting.objects.filter(parent__into=account).select_related("voucher").order_by("-pk")[:MOST]
    rows = [
        [link(one.voucher), one.voucher.happened_on.isoformat(), one.voucher.words, account.fund.shown(one.amount)]
        for one in went
    ]
    return _("What went out of it, the last first"), headers, rows


def payments(vouchers: list[int]) -> tuple:
    headers = [
        (_("Voucher"), False),
        (_("Day"), False),
        (_("Purpose"), False),
        (_("Economic class"), False),
        (_("Amount (yuan)"), True),
    ]
    found = Voucher.objects.filter(pk__in=vouchers).select_related("fund").order_by("happened_on", "pk")[:MOST]
    rows = [[*dated(one), one.economic_class or "—", one.fund.shown(one.amount)] for one in found]
    return _("Vouchers"), headers, rows


PAGES = {"application": "funds:application", "voucher": "funds:voucher"}


def about(flag: FundFlag) -> list[tuple[str, str]]:
    """The page of what the suspicion is about: (address, words)."""
    model = flag.subject._meta.model_name
    if model in PAGES:
        return [(reverse(PAGES[model], args=[flag.subject_id]), str(flag.subject))]
    said = subject_of(flag.subject)
    return [(said.address, said.kind)] if said.address else []


def minute(moment) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def facts_of(flag: FundFlag) -> list[tuple]:
    return [
        (_("Fund"), flag.fund.name if flag.fund else ""),
        (_("Unit"), flag.organisation.name),
        (_("Finance bureau"), flag.bureau().name),
        (_("Value"), counted(flag, flag.value)),
        (_("Threshold"), counted(flag, flag.threshold)),
        (_("raised at"), minute(flag.raised_at)),
        (_("seen last"), minute(flag.seen_at)),
        (_("lapsed at"), minute(flag.lapsed_at) if flag.lapsed_at else ""),
        (_("version of the parameters"), flag.version.version if flag.version_id else ""),
    ]


def clock_of(flag: FundFlag) -> Deadline | None:
    return Deadline.objects.about(flag).order_by("-pk").first()
