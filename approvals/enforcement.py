"""Numbers of the law and of the county for penalties, levies and inspections of firms, and what follows from them."""

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.fields import IdNumberField
from approvals.models import ItemFee, Penalty, Slip
from deadlines import calendar as calendars
from records.numbers import check_digit

# Penalties
PENALTY_CLOCK = "step:penalty"  # named like a step, so that supervision rings it as one
PENALTY_DAYS = 90  # calendar days from filing to the decision, 行政处罚法 第六十条
PENALTY_HEAD_FROM = Decimal("50000")  # yuan; from here on the head decides, below it his deputy (seed S1-13)
STATEMENT_DAYS = 5  # working days for the statement and for demanding a hearing, 行政处罚法 第六十四条第一项
HEARING_TOLD_DAYS = 7  # working days before the hearing, 行政处罚法 第六十四条第二项
HEARING_FROM_PERSON = Decimal("10000")  # yuan, "a larger fine" of 行政处罚法 第六十三条 as in
HEARING_FROM_FIRM = Decimal("100000")  # yuan, 市场监督管理行政处罚听证办法 第五条
HEARING_MEASURES = ["吊销", "停产停业", "责令关闭", "限制从业", "降低资质", "没收"]  # 行政处罚法 第六十三条
SERVE_CLOCK, SERVE_DAYS = "step:serve", 7  # working days, 行政处罚法 第六十一条、第八十五条
FINE_DAYS = 15  # calendar days to pay, 行政处罚法 第六十七条

# Levies
LEVY_CLOCK, LEVY_DAYS = "step:levy", 10  # working days from the assessment to the approval, set by the county
LEVY_PAY_DAYS = 15  # calendar days from the notice, set by the county

# Inspections of firms (seed S2-06; 国办发〔2024〕54号: plan them, join them, limit them)
SLIP_CLOCK, SLIP_DAYS = "step:slip", 2  # working days within which the efficiency office answers
NEAR_DAYS = 15  # calendar days; two visits that are closer should be one
SLIPS_PER_UNIT = 2  # visits of one unit to one firm in a year
SLIPS_PER_FIRM = 4  # visits of all units to one firm in a year
SLIP_LONGEST = 30  # calendar days a slip may be valid
SLIP_AHEAD = 365  # calendar days it may be asked for in advance
INSPECTORS = 2  # at least, 行政处罚法 第四十二条; the same for inspections


def is_person(number: str) -> bool:
    """Whether this is the identity number of a person; anything else is the code of a firm."""
    try:
        IdNumberField(required=False).check(number)
    except ValidationError:
        return False
    return True


def needs_head(penalty: Penalty) -> bool:
    """Whether only the head may decide: by the fine, exactly 50,000 yuan included."""
    return (penalty.amount or 0) >= PENALTY_HEAD_FROM


def may_be_heard(penalty: Penalty) -> bool:
    """Whether the party may demand a hearing: a larger fine, or one of the grave measures."""
    least = HEARING_FROM_PERSON if is_person(penalty.party_id) else HEARING_FROM_FIRM
    grave = any(word in penalty.other_measures for word in HEARING_MEASURES)
    return grave or (penalty.amount or 0) >= least


def statement_until(penalty: Penalty) -> date:
    """The last day on which the party may make its statement or demand a hearing."""
    return calendars.calendar().add(timezone.localdate(penalty.told_at), STATEMENT_DAYS)


def rates(day: date):
    """The rates of published levies that are valid on this day, each with its item."""
    valid = Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day)
    return ItemFee.objects.filter(*valid, item__kind="levy", item__state="published").select_related("item")


def plain_number(letters: str, day: date, serial: int) -> str:
    """A number that can be typed and stand in an address: JC20261113-0007-4, with a check digit."""
    return f"{letters}{day:%Y%m%d}-{serial:04d}-{check_digit(f'{day:%Y%m%d}{serial:04d}')}"


def paper_number(words: str, year: int, serial: int) -> str:
    """A number as papers carry it: 云罚立〔2026〕0012号."""
    return f"{settings.COUNTY['number_prefix']}{words}〔{year}〕{serial:04d}号"


def near(firm_code: str, from_on: date, until_on: date, but=None):
    """Other visits of the same firm so close in time that they should be one."""
    margin = timedelta(days=NEAR_DAYS)
    open_ones = Slip.objects.of_firm(firm_code).filter(state__in=[Slip.State.APPLIED, Slip.State.APPROVED])
    close = open_ones.filter(from_on__lte=until_on + margin, until_on__gte=from_on - margin)
    return close.exclude(pk=but).select_related("organisation", "item").order_by("from_on", "pk")


def visits(firm_code: str, organisation, year: int) -> tuple[int, int]:
    """How often the unit, and how often anybody, visits the firm in this year."""
    counting = Slip.objects.of_firm(firm_code).counting(year)
    return counting.filter(organisation=organisation).count(), counting.count()


def is_over_limit(firm_code: str, organisation, year: int) -> bool:
    """Would one more visit be more than the county allows?"""
    own, everybody = visits(firm_code, organisation, year)
    return own >= SLIPS_PER_UNIT or everybody >= SLIPS_PER_FIRM
