"""Open data: each list with the meaning of its columns, read when somebody asks. No personal data."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from approvals.models import Item
from disclosure import figures
from disclosure.models import Announcement, LibraryDocument, Publication
from disclosure.views.home import county_path
from funds.models import Fund, Posting
from funds.views.public import stages_of
from monitoring.figures import Period, unit_figures
from powers.models import Power
from procurement.models import Tender
from projects.models import Project
from scoring.models import Round
from scoring.standings import places

MOST = 20_000  # rows of a download
CODE, UNIT, KIND, NAME = _("code"), _("Unit"), _("Kind"), _("name")
TEXT, NUMBER, DAY = "text", "number", "date"


@dataclass(frozen=True)
class Column:
    """`name` stands in the file, `words` in the dictionary; `cell` reads it from a row."""

    name: str
    words: str
    cell: Callable
    type: str = TEXT


@dataclass(frozen=True)
class Dataset:
    code: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable]
    updated: Callable[[], object]  # a day, a moment, or None where there is nothing yet

    def lines(self) -> Iterable[list]:
        for row in self.rows():
            yield [plain(column.cell(row)) for column in self.columns]


def plain(value):
    """What both kinds of files can hold."""
    if isinstance(value, Decimal):
        return float(value)
    if value is None or isinstance(value, int | float):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def last(rows, field: str):
    return rows.aggregate(last=Max(field))["last"]


def items():
    return Item.objects.open_to_all().select_related("organisation").order_by("code")[:MOST]


def items_all():
    return Item.objects.open_to_all()


def powers():
    rows = Power.objects.in_force().select_related("list__organisation")
    return rows.order_by("list__organisation__sort", "list__organisation", "number")[:MOST]


def tenders():
    rows = Tender.objects.filter(notices__isnull=False).distinct().select_related("tenderer_organisation", "centre")
    return rows.order_by("-published_at", "-pk")[:MOST]


def projects():
    return Project.objects.in_force().select_related("organisation").order_by("code")[:MOST]


def punctuality():
    """Units with what they owed in the month before this one: its figures move no more."""
    end = timezone.localdate().replace(day=1) - timedelta(days=1)
    period = Period(end.replace(day=1), end)
    return [(period, unit) for unit in unit_figures(county_path(), period, end) if unit.owed]


def funds():
    """Each open fund with what came as far as each stage, in fen."""
    rows = list(Fund.objects.public().select_related("manager").order_by("-year", "code"))
    stages = stages_of(rows)
    empty = {"arrived": 0, "allocated": 0, "used": 0}
    return [(fund, stages.get(fund.pk, empty)) for fund in rows]


def yuan(fen) -> Decimal | None:
    return None if fen is None else Decimal(fen) / 100


def rankings():
    """Places of the last published round of each scheme."""
    rounds = Round.objects.public().select_related("scheme").order_by("-last")[:8]
    return [(row, place) for row in rounds for place in places(row, row.publications.first())]


def duties():
    return figures.of_units(Publication.objects.all(), timezone.localdate())


def units():
    return Organisation.objects.existing().select_related("parent").order_by("path")


def library():
    return LibraryDocument.objects.public()


def announcements():
    return Announcement.objects.public().select_related("organisation")[:MOST]


def fact(name: str, words, field: str = "", type: str = TEXT) -> Column:
    """A column that is a field of the row, or of what hangs on it (`a.b`)."""
    return Column(name, words, attrgetter(field or name), type)


DATASETS = [
    Dataset(
        "items",
        _("Items of the service guide"),
        _("What can be applied for and what the offices do by law, with limits and legal basis."),
        (
            fact("code", CODE),
            fact("name", NAME),
            fact("organisation", UNIT, "organisation.name"),
            Column("kind", KIND, lambda row: row.get_kind_display()),
            fact("promised_days", _("promised limit (working days)"), type=NUMBER),
            fact("statutory_days", _("statutory limit (working days)"), type=NUMBER),
            Column("legal_basis", _("legal basis"), lambda row: "；".join(map(str, row.legal_basis))),
            fact("power_code", _("code of the power")),
            fact("audience", _("for whom")),
            fact("theme", _("theme")),
            fact("telephone", _("telephone")),
        ),
        items,
        lambda: last(items_all(), "valid_from"),
    ),
    Dataset(
        "powers",
        _("Power lists"),
        _("The powers in force of all units and villages with the five open facts."),
        (
            fact("code", CODE),
            fact("name", NAME),
            fact("organisation", UNIT, "list.organisation.name"),
            Column("kind", KIND, lambda row: row.get_kind_display()),
            fact("basis", _("basis")),
            fact("object", _("object of the power")),
            fact("procedure", _("procedure")),
            fact("limit", _("limit")),
            fact("result", _("result of the power")),
        ),
        powers,
        lambda: last(Power.objects.in_force(), "list__published_at"),
    ),
    Dataset(
        "punctuality",
        _("On-time figures of the last month"),
        _("What each unit accepted and finished, how much of it on time, and the cards it got."),
        (
            Column("month", _("Month"), lambda row: f"{row[0].first:%Y-%m}"),
            Column("organisation", UNIT, lambda row: row[1].organisation.name),
            Column("accepted", _("Cases accepted"), lambda row: row[1].accepted, NUMBER),
            Column("finished", _("Cases finished"), lambda row: row[1].finished, NUMBER),
            Column("on_time", _("cases finished on time"), lambda row: row[1].on_time, NUMBER),
            Column("on_time_rate", _("on time (%)"), lambda row: row[1].on_time_rate, NUMBER),
            Column("yellow", _("Yellow cards"), lambda row: row[1].yellow, NUMBER),
            Column("red", _("Red cards"), lambda row: row[1].red, NUMBER),
        ),
        punctuality,
        lambda: timezone.localdate().replace(day=1),
    ),
    Dataset(
        "tenders",
        _("Public resource trading"),
        _("Every tender of which a notice was published; amounts in yuan."),
        (
            fact("number", _("tender number")),
            fact("project_number", _("project number")),
            fact("project_name", _("project")),
            fact("lot", _("lot")),
            Column("trade", _("trade"), lambda row: row.get_trade_display()),
            Column("method", _("method"), lambda row: row.get_method_display()),
            Column("control_price", _("control price (yuan)"), lambda row: yuan(row.control_price), NUMBER),
            fact("published_at", _("published at"), type=DAY),
            Column("state", _("State"), lambda row: row.get_state_display()),
        ),
        tenders,
        lambda: last(Tender.objects.filter(notices__isnull=False), "notices__published_at"),
    ),
    Dataset(
        "funds",
        _("Public funds"),
        _("Each open fund with what arrived, was allocated and used; amounts in yuan."),
        (
            Column("code", CODE, lambda row: row[0].code),
            Column("name", NAME, lambda row: row[0].name),
            Column("year", _("Year"), lambda row: row[0].year, NUMBER),
            Column("kind", KIND, lambda row: row[0].get_kind_display()),
            Column("manager", _("managing department"), lambda row: row[0].manager.name),
            Column("measure", _("counted in"), lambda row: row[0].unit_name),
            Column("arrived", _("arrived"), lambda row: yuan(row[1]["arrived"]), NUMBER),
            Column("allocated", _("allocated"), lambda row: yuan(row[1]["allocated"]), NUMBER),
            Column("used", _("used"), lambda row: yuan(row[1]["used"]), NUMBER),
        ),
        funds,
        lambda: last(Posting.objects.filter(voucher__fund__is_public=True), "voucher__booked_at"),
    ),
    Dataset(
        "projects",
        _("Projects and works for the people"),
        _("Major projects and yearly works with their plan; amounts in yuan."),
        (
            fact("code", CODE),
            fact("name", NAME),
            Column("kind", KIND, lambda row: row.get_kind_display()),
            fact("organisation", _("lead unit of the project"), "organisation.name"),
            fact("place", _("place")),
            Column("total", _("Total investment (yuan)"), lambda row: yuan(row.total), NUMBER),
            fact("planned_start", _("planned start"), type=DAY),
            fact("planned_finish", _("planned finish"), type=DAY),
            fact("finished_on", _("finished on"), type=DAY),
            Column("state", _("State"), lambda row: row.get_state_display()),
        ),
        projects,
        lambda: last(Project.objects.in_force(), "approved_at"),
    ),
    Dataset(
        "rankings",
        _("Published scores"),
        _("Places and totals of the rounds that were published."),
        (
            Column("round", _("Round"), lambda row: str(row[0])),
            Column("place", _("Place"), lambda row: row[1].row.place, NUMBER),
            Column("organisation", UNIT, lambda row: row[1].sheet.name),
            Column("total", _("Total"), lambda row: row[1].row.total, NUMBER),
            Column("grade", _("Grade"), lambda row: row[1].grade),
        ),
        rankings,
        lambda: last(Round.objects.public(), "publications__published_at"),
    ),
    Dataset(
        "duties",
        _("Publication duties by unit"),
        _("How each unit keeps what it has to publish."),
        (
            fact("organisation", UNIT, "name"),
            fact("code", CODE),
            fact("duties", _("duties of publication"), type=NUMBER),
            fact("due", _("due"), type=NUMBER),
            fact("on_time", _("on its day"), type=NUMBER),
            fact("late", _("late pieces"), type=NUMBER),
            fact("missing", _("missing pieces"), type=NUMBER),
        ),
        duties,
        lambda: last(Publication.objects.public(), "published_at"),
    ),
    Dataset(
        "units",
        _("Units of the county"),
        _("Names, addresses and telephones of all units."),
        (
            fact("code", CODE),
            fact("name", NAME),
            Column("level", _("administrative level"), lambda row: row.get_level_display()),
            Column("parent", _("parent"), lambda row: row.parent.name if row.parent else ""),
            fact("telephone", _("telephone")),
            fact("address", _("address")),
        ),
        units,
        lambda: None,
    ),
    Dataset(
        "library",
        _("Documents of the library"),
        _("Laws, rules and documents of the county with their state."),
        (
            fact("code", CODE),
            fact("title", _("headline")),
            fact("number", _("document number")),
            fact("issuer", _("issuing body")),
            fact("issued_on", _("issued on"), type=DAY),
            fact("in_force_on", _("in force since"), type=DAY),
            Column("state", _("State"), lambda row: row.get_state_display()),
        ),
        library,
        lambda: last(library(), "released_at"),
    ),
    Dataset(
        "announcements",
        _("Announcements"),
        _("What was announced, with its address."),
        (
            fact("title", _("headline")),
            Column("kind", KIND, lambda row: row.get_kind_display()),
            fact("organisation", UNIT, "organisation.name"),
            fact("published_at", _("published at"), type=DAY),
            Column("page", _("page of the portal"), lambda row: reverse("disclosure:announcement", args=[row.pk])),
        ),
        announcements,
        lambda: last(Announcement.objects.public(), "published_at"),
    ),
]
BY_CODE = {one.code: one for one in DATASETS}
