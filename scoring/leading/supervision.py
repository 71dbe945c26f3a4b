"""What supervision found: cards that count, notices that are owed, suspicions that nobody has cleared up."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation
from funds.models import FundFlag
from monitoring.figures import levels_of
from monitoring.models import Finding, Level, Notice
from procurement.models import Flag
from scoring.leading.facts import LESS, NEITHER, Asked, Figure, Group, Row, Trend, because, moved, sentences

CARDS = [Level.YELLOW, Level.RED]


@dataclass
class Unit:
    """What counts against one unit: by level, and the cards by the rule that found them."""

    levels: Counter = field(default_factory=Counter)
    rules: Counter = field(default_factory=Counter)

    @property
    def cards(self) -> int:
        return sum(self.levels[level] for level in CARDS)

    @property
    def mostly(self) -> str:
        """The rule with most of its cards."""
        return self.rules.most_common(1)[0][0] if self.rules else "—"


def by_unit(asked: Asked) -> dict[int, Unit]:
    found: dict[int, Unit] = defaultdict(Unit)
    rows = Finding.objects.filter(asked.period.within("issued_at"), organisation__path__startswith=asked.scope)
    for key, level, count in levels_of(rows, "organisation"):
        found[key].levels[level] += count
    cards = rows.counting_cards().order_by("rule__name").values_list("organisation", "rule__name")
    for key, rule, count in cards.annotate(count=Count("pk")):
        found[key].rules[rule] += count
    return found


def heads() -> list[str]:
    return [_("Red"), _("Yellow"), _("Pre-warnings"), _("Cards before"), _("Mostly about")]


def row_of(unit: Organisation, now: Unit, before: Unit) -> Row:
    cells = [*(now.levels[level] for level in (Level.RED, Level.YELLOW, Level.WARNING)), before.cards, now.mostly]
    tone = "dn" if now.levels[Level.RED] or now.cards > before.cards else ""
    return Row(unit.short_name, reverse("scoring:unit", args=[unit.code]), cells, f"unit={unit.code}", tone)


def group(asked: Asked, each: bool = False) -> Group:
    """The units with anything against them, red cards first."""
    now, before = by_unit(asked), by_unit(asked.before)
    units = Organisation.objects.in_bulk([*now, *before])
    figures = [*of_cards(now, before, asked), *of_today(asked)]
    cards_now, cards_before = ({key: unit.cards for key, unit in some.items()} for some in (now, before))
    names = {key: unit.short_name for key, unit in units.items()}

    def weight(key):
        levels = now[key].levels
        return (-levels[Level.RED], -levels[Level.YELLOW], -levels[Level.WARNING], units[key].sort, key)

    return Group(
        code="supervision",
        title=_("Supervision assurance"),
        figures=figures,
        said=sentences(moved(figures[0]), because(figures[0], _("Cards"), names, cards_now, cards_before)),
        heads=heads(),
        rows=[row_of(units[key], now[key], before.get(key, Unit())) for key in sorted(now, key=weight)],
        trend=trend(asked),
        links=[
            (_("Register of supervision"), reverse("monitoring:cards")),
            (_("Supervision notices"), reverse("monitoring:notices")),
        ],
    )


def of_cards(now, before, asked: Asked) -> list[Figure]:
    def counted(some, levels):
        return sum(unit.levels[level] for unit in some.values() for level in levels)

    shown = [
        (_("Yellow and red cards"), CARDS, ""),
        (_("Red cards"), [Level.RED], Level.RED),
        (_("Pre-warnings"), [Level.WARNING], Level.WARNING),
    ]
    return [
        Figure(name, counted(now, levels), counted(before, levels), better=LESS, address=register(asked, level))
        for name, levels, level in shown
    ]


def register(asked: Asked, level: str) -> str:
    span = {"since": asked.period.first, "until": asked.until}
    return f"{reverse('monitoring:cards')}?{urlencode(({'level': level} if level else {}) | span)}"


def of_today(asked: Asked) -> list[Figure]:
    """What is open now, whatever the period."""
    below = {"organisation__path__startswith": asked.scope}
    notices = Notice.objects.filter(**below).open()
    late = notices.filter(state__in=Notice.OWED, clock__due_on__lt=asked.today).count()
    suspicions = Flag.objects.filter(**below).owed().count() + FundFlag.objects.filter(**below).open().count()
    return [
        Figure(
            _("Notices not settled"),
            notices.count(),
            better=NEITHER,
            note=_("%(count)s of them late") % {"count": late},
            address=reverse("monitoring:notices"),
        ),
        Figure(
            _("Suspicions not cleared up"),
            suspicions,
            better=NEITHER,
            note=_("trading and public money"),
            address=reverse("procurement:flags"),
        ),
    ]


def trend(asked: Asked) -> Trend:
    """Yellow and red cards that count, by the month of issue."""
    rows = Finding.objects.filter(asked.year.within("issued_at"), organisation__path__startswith=asked.scope)
    found: Counter = Counter()
    for moment, level, count in levels_of(rows.annotate(month=TruncMonth("issued_at")), "month"):
        found[timezone.localdate(moment)] += count if level in CARDS else 0
    return Trend(_("Cards by month"), asked.months, [found[month] for month in asked.months])
