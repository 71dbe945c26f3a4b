"""The bulk path writes what the actions and the daily sweeps would have written."""

import re
from datetime import timedelta

import pytest

from approvals.models import Case, Correction, Licence, Material
from config.demo import courses
from config.demo.play import Play
from deadlines.models import Deadline, Extension, Pause
from monitoring.models import Card, Finding, WarningEnd
from records.models import Document, Entry
from tests.config.demo_county import SUNDAY, founded, rolled_back

pytestmark = pytest.mark.django_db
EACH = 5  # histories of every kind
BACK = timedelta(days=60)
STORED_KEYS = {
    "id",
    "clock_id",
    "step_clock_id",
    "case_id",
    "deadline_id",
    "subject_id",
    "finding_id",
    "superseded_by_id",
    "salt",
}
WRITTEN = [
    *("cases", "clocks", "pauses", "extensions", "materials", "corrections", "licences"),
    *("findings", "cards", "ends", "answers", "documents", "entries"),
]
POINTERS = ("document", "anomaly", "digest")  # in the body of an entry: keys, and what hangs on a random salt


def sample(cast, hours, rng):
    """Some histories of every kind from the last weeks, old ones and such that have not ended yet."""
    orders = [order for order in courses.orders(cast, hours, rng, SUNDAY, 900) if order.at > SUNDAY - BACK]
    chosen = []
    for kind in [*courses.KINDS, courses.SMOOTH]:
        fitting = [order for order in orders if order not in chosen and kind.fits(order)]
        for order in [*fitting[:2], *fitting[2 - EACH :]]:
            order.kind = kind
            chosen.append(order)
    return list(courses.histories(sorted(chosen, key=lambda order: order.at), cast, hours, rng))


def rows(queryset, **more):
    """Every column but the keys, with what `more` names instead."""
    model = queryset.model
    columns = [field.attname for field in model._meta.concrete_fields if field.attname not in STORED_KEYS]
    return [tuple(row.items()) for row in queryset.values(*columns, *more.values())]


def numbers():
    return dict(Case.objects.values_list("pk", "number"))


def about_cases(queryset):
    """Rows about a case, with the number of the case."""
    of = numbers()
    pairs = zip(queryset.values_list("subject_id", flat=True), rows(queryset), strict=True)
    return [(of[subject], *(plain(pair) for pair in row)) for subject, row in pairs]


def plain(pair):
    name, value = pair
    if name == "occurrence":  # keys of anomalies and of cards
        value = re.sub(r"anomaly:\d+", "anomaly", re.sub(r"(answer:\d+):\d+", r"\1", value))
    return name, value


def entries():
    """What the deeds said, in order; the table's own notes of each write are no part of it."""
    names = {"approvals": numbers(), "records": numbers(), "monitoring": found()}
    told = Entry.objects.exclude(verb__endswith=".state").order_by("pk")
    columns = ["verb", "subject_id", "actor_id", "post_id", "organisation_id", "happened_at", "body"]
    return [
        (verb, names[verb.partition(".")[0]][subject], *rest, {k: v for k, v in body.items() if k not in POINTERS})
        for verb, subject, *rest, body in told.values_list(*columns)
    ]


def found():
    of = numbers()
    return {finding.pk: (of[finding.subject_id], finding.effective_on) for finding in Finding.objects.all()}


def ends():
    """How the pre-warnings ended."""
    of = numbers()
    told = WarningEnd.objects.values_list("finding__subject_id", "finding__code", "outcome", "ended_at")
    return [(of[subject], *rest) for subject, *rest in told]


def answers():
    """The clocks of the answers to cards."""
    of = dict(Card.objects.values_list("pk", "number"))
    owed = Deadline.objects.filter(subject_type__model="card")
    return [(of[row.subject_id], row.name, row.due_on, row.cancelled_on, row.next_alarm_at) for row in owed]


def everything():
    case, clock = {"case": "case__number"}, {"case": "deadline__name"}
    return {
        "cases": rows(Case.objects.order_by("number"), clock="clock__name", step="step_clock__name"),
        "clocks": sorted(about_cases(Deadline.objects.filter(subject_type__model="case").order_by("pk")), key=str),
        "pauses": sorted(rows(Pause.objects.all(), **clock), key=str),
        "extensions": sorted(rows(Extension.objects.all(), **clock), key=str),
        "materials": sorted(rows(Material.objects.all(), **case), key=str),
        "corrections": sorted(rows(Correction.objects.all(), missing="missing__code", **case), key=str),
        "licences": rows(Licence.objects.order_by("number"), **case),
        "findings": about_cases(Finding.objects.order_by("pk").exclude(level="anomaly")),
        "cards": rows(Card.objects.order_by("number"), outranked="superseded_by__number", on="finding__effective_on"),
        "ends": sorted(ends()),
        "answers": sorted(answers(), key=str),
        "documents": about_cases(Document.objects.order_by("kind", "serial")),
        "entries": entries(),
    }


def played(told, in_bulk):
    with rolled_back():
        for _count in Play(SUNDAY, in_bulk=in_bulk).run(told):
            pass
        return everything()


@pytest.fixture(scope="module")
def both_ways(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), rolled_back():
        told = sample(*founded(SUNDAY))
        yield played(told, in_bulk=False), played(told, in_bulk=True)


def test_the_sample_has_every_state(both_ways):
    states = {dict(row)["state"] for row in both_ways[0]["cases"]}
    assert states == set(Case.State.values) - {Case.State.FIRST_REVIEW}  # none begins below: a scene tells those


def test_the_sample_has_every_level(both_ways):
    assert {dict(row[1:])["level"] for row in both_ways[0]["findings"]} == {"warning", "yellow", "red"}


@pytest.mark.parametrize("what", WRITTEN)
def test_in_bulk_as_through_the_actions(both_ways, what):
    through_actions, in_bulk = both_ways
    assert in_bulk[what] == through_actions[what]


def test_each_kind_of_course_can_be_told(both_ways):
    assert len(both_ways[0]["cases"]) == EACH * (len(courses.KINDS) + 1)
